// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// The description of the API that is served: `Specs/openapi.json`, built into the program.
enum OpenAPI {
    static let document = (try? JSONParser.parse(PackageResources.openapi_json)) ?? .null
}
