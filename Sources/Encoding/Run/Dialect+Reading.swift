// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

package import Schemas
package import Tables

extension Dialect {
    /// The dialect that a schema declares for its table.
    package init(_ reading: LinkageSchema.Reading) {
        self.init(delimiter: reading.delimiter, quote: reading.quote, initialSpace: reading.initialSpace)
    }
}
