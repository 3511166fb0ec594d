// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

/// Sees whether dates could be meant with day and month the other way round.
struct DateOrder {
    private let declared: DateNormaliser

    init(formats: [String]) { declared = DateNormaliser(formats: formats, range: 0...99_999_999) }

    /// Counts a field that became `rule`, or a date if nil.
    func judge(_ field: UnsafeRawBufferPointer, _ rule: MissingRule?, _ quality: inout DataQuality.DateQuality) {
        guard rule == nil || rule == .dateImpossible else { return }
        var text = unsafe Array(field)
        text.trim()
        guard var day = declared.parse(text) else { return }
        // Parts of a format keep their widths when the letters are exchanged, so the shape is the same.
        swap(&day.day, &day.month)
        guard day.exists else { return }
        if rule == .dateImpossible {
            quality.onlySwapped += 1
        } else if day.day != day.month {
            quality.ambiguous += 1
        }
    }
}
