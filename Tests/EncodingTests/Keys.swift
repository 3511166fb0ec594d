// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import EncodingKeys
import Schemas
import TestSupport

/// Keys of a new random project key for a schema.
func freshKeys(_ schema: LinkageSchema) throws -> SchemaKeys {
    try SchemaKeys(projectKey: .generate(project: "test"), fingerprint: schema.fingerprint)
}
