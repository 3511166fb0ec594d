// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import Linkage
internal import Sealing

/// A tile as one line of text, for whoever starts the workers (`Specs/linkage.md` §6).
///
/// `tessera-tile/1 PLAN-DIGEST NUMBER DIGEST-A FIRST-ROW ROWS DIGEST-B FIRST-ROW ROWS`
enum TileLine {
    private static let form = "tessera-tile/1"

    static func text(_ tile: Tile, of folder: WorkFolder) -> String {
        let plan = folder.plan
        let (first, second) = (plan.datasets[tile.datasets.first], plan.datasets[tile.datasets.second])
        return [
            form, Hex.encode(folder.digest), "\(tile.number)", Hex.encode(first.digest), "\(tile.rowsA.lowerBound)",
            "\(tile.rowsA.count)", Hex.encode(second.digest), "\(tile.rowsB.lowerBound)", "\(tile.rowsB.count)",
        ].joined(separator: " ")
    }

    /// The tile that a line names, if it is, word for word, one of this plan's.
    static func tile(_ line: String, of folder: WorkFolder, _ tiles: [Tile]) -> Tile? {
        let parts = line.split(separator: " ")
        guard parts.count == 9, parts[0] == form, let number = Int(parts[2]), tiles.indices.contains(number),
            text(tiles[number], of: folder) == line
        else { return nil }
        return tiles[number]
    }
}
