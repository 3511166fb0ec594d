// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Files
package import Sealing
package import Spine

/// Writes a study's crosswalk: which ids have records in which datasets, in the order of the ids, which is random.
package enum CrosswalkFiles {
    /// Writes all ids to one file, and those of people who are on no spine to another.
    ///
    /// - Returns: the number of people who are on no spine.
    /// - Throws: `file.exists`, `file.write`.
    package static func write(_ crosswalk: Crosswalk, _ ids: IDCipher, all: String, offSpine: String) throws -> Int {
        let allFile = try OutputFile(path: all, mode: 0o600)
        let offFile = try OutputFile(path: offSpine, mode: 0o600)
        let names = crosswalk.parts.map(\.dataset.name)
        try allFile.write("project_id,on_spine,records," + names.joined(separator: ",") + "\n")
        try offFile.write("project_id,records," + names.joined(separator: ",") + "\n")
        let rows = crosswalk.entities.map { (id: Hex.encode(ids.id(of: UInt64($0))), entity: $0) }.sorted {
            $0.id < $1.id
        }
        var count = 0
        for (id, entity) in rows {
            let members = Set(crosswalk.datasets(entity))
            let marks = names.indices.map { members.contains($0) ? "1" : "0" }.joined(separator: ",")
            let isOnSpine = crosswalk.isOnSpine(entity)
            try allFile.write("\(id),\(isOnSpine ? 1 : 0),\(crosswalk.records(entity)),\(marks)\n")
            if !isOnSpine {
                count += 1
                try offFile.write("\(id),\(crosswalk.records(entity)),\(marks)\n")
            }
        }
        try allFile.commit()
        try offFile.commit()
        return count
    }
}
