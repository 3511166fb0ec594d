// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

import Schemas

extension People {
    /// Any schema made one of a hardened profile, with weights and centres as they fit.
    mutating func hardenedSchema() -> LinkageSchema {
        var schema = schema()
        schema.profile = pick([.hardened, .hardened, .hardenedStrict])
        let bits = schema.profile.majority?.bits ?? 0
        for index in schema.vectors.indices { schema.vectors[index].bits = bits }
        for index in schema.features.indices {
            let feature = schema.features[index]
            schema.features[index].weight = .votes(pick([1, 1, 1, 2, 5]))
            schema.features[index].centre = pick([.none, Self.centre(of: feature)])
            if feature.keyGroup != feature.name { schema.features[index].weight = schema.features[0].weight }
        }
        return schema
    }

    private static func centre(of feature: Feature) -> Centre {
        switch (feature.normaliser, feature.tokens) {
        case (.date, .dateParts): .uniformDates
        case (.sex, .exact): .evenSexes
        case (.givenName, Role.givenName.defaultTokens): .usGivenNames2020
        case (.familyName, Role.familyName.defaultTokens): .usFamilyNames2020
        default: .none
        }
    }
}

extension LinkageSchema {
    /// A hardened profile with one vector of all features, each with its role's centre or none.
    static func hardened(
        _ features: [Feature],
        profile: Profile = .hardened,
        isCentred: Bool = true
    ) -> LinkageSchema {
        var schema = record(features, bits: profile.majority?.bits ?? 0)
        schema.profile = profile
        for index in schema.features.indices {
            schema.features[index].weight = .votes(1)
            guard isCentred else { continue }
            schema.features[index].centre =
                switch schema.features[index].normaliser {
                case .givenName: .usGivenNames2020
                case .familyName: .usFamilyNames2020
                case .date: .uniformDates
                case .sex: .evenSexes
                case .zip5, .ssn9, .ssn4: .uniformDigits
                default: .none
                }
        }
        return schema
    }
}
