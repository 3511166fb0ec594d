// swift-tools-version: 6.2
// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// One package, one module a concept, one executable a role. Specs/architecture.md says what each module is for and
// which may import which; this manifest is where the compiler checks it.
import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
// What a module of the network says by its own name; HTTP types and buffers are the libraries' common words.
let network: [Target.Dependency] = [
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]

let package = Package(
    name: "tessera",
    products: [
        .executable(name: "tessera-agency", targets: ["tessera-agency"]),
        .executable(name: "tessera-linker", targets: ["tessera-linker"]),
        .executable(name: "tessera-server", targets: ["tessera-server"]),
        .executable(name: "tessera-send", targets: ["tessera-send"]),
        .executable(name: "tessera-lab", targets: ["tessera-lab"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
    ],
    targets: [
        // The floor: what every room stands on.
        .target(name: "Faults"),
        .target(name: "Files", dependencies: ["Faults"]),
        .target(name: "JSONText", dependencies: ["Faults"]),
        .target(name: "SecretFiles", dependencies: ["Faults", "Files"]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CLAPACK",
            pkgConfig: "openblas",
            providers: [.apt(["liblapacke-dev", "libopenblas-dev"])]
        ),
        .target(
            name: "CBitKernels",
            cSettings: [.enableWarning("all"), .enableWarning("conversion"), .treatAllWarnings(as: .error)]
        ),
        .target(name: "BitVectors", dependencies: ["CBitKernels", "Faults"]),

        // The agency's side.
        .target(name: "Tables", dependencies: ["Faults", "Files"]),
        .target(name: "Schemas", dependencies: ["CSodium", "Faults", "JSONText"]),
        .target(name: "EncodingKeys", dependencies: ["COpenSSL", "CSodium", "Faults", "SecretFiles"]),
        .target(
            name: "Encoding",
            dependencies: ["CBitKernels", "EncodingKeys", "Faults", "Schemas", "Sealing", "Tables"]
        ),
        .target(name: "Clkhash", dependencies: ["COpenSSL", "CSodium", "EncodingKeys", "Faults", "Files", "JSONText"]),
        .target(name: "SchemaConversion", dependencies: ["Clkhash", "Faults", "JSONText", "Schemas"]),

        // Between the two sides.
        .target(name: "Sealing", dependencies: ["COpenSSL", "CSodium", "Faults", "Files", "SecretFiles"]),
        .target(
            name: "Exchange",
            dependencies: ["BitVectors", "CZlib", "Faults", "Files", "JSONText", "Sealing", "SecretFiles"]
        ),

        // The linkage unit's side.
        .target(name: "Linkage", dependencies: ["BitVectors", "CSodium", "Faults", "Files", "JSONText", "Sealing"]),
        .target(
            name: "Spine",
            dependencies: ["BitVectors", "Faults", "Files", "JSONText", "Linkage", "Sealing", grdb]
        ),
        .target(
            name: "SpineFiles",
            dependencies: ["BitVectors", "Exchange", "Faults", "Files", "Linkage", "Sealing", "Spine"]
        ),

        .target(
            name: "LinkageServer",
            dependencies: [
                "BitVectors", "COpenSSL", "CSodium", "Exchange", "Faults", "Files", "JSONText", "Linkage", "Reports",
                "Sealing", "SecretFiles", "Spine", "SpineFiles", "Terminal", grdb,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ] + network,
            resources: [.embedInCode("Native/openapi.json")]
        ),

        // Measuring and showing.
        .target(name: "Evaluation", dependencies: ["Faults", "JSONText", "Reports", "Tables"]),
        .target(name: "Attacks", dependencies: ["BitVectors", "CLAPACK", "Faults", "Reports"]),
        .target(
            name: "Privacy",
            dependencies: [
                "Attacks", "BitVectors", "Clkhash", "Encoding", "EncodingKeys", "Faults", "Reports", "Schemas",
            ]
        ),
        .target(name: "Reports", dependencies: ["JSONText"]),
        .target(name: "Terminal", dependencies: ["Faults", "Files", "JSONText"]),
        .target(
            name: "PartyCommands",
            dependencies: ["Exchange", "Faults", "Files", "JSONText", "Sealing", "Terminal", argumentParser]
        ),

        // One program a role.
        .executableTarget(
            name: "tessera-agency",
            dependencies: [
                "Attacks", "Clkhash", "Encoding", "EncodingKeys", "Exchange", "Faults", "Files", "JSONText",
                "PartyCommands", "Privacy", "Reports", "SchemaConversion", "Schemas", "Sealing", "Tables", "Terminal",
                argumentParser,
            ]
        ),
        .executableTarget(
            name: "tessera-linker",
            dependencies: [
                "BitVectors", "Exchange", "Faults", "Files", "JSONText", "Linkage", "PartyCommands", "Reports",
                "Sealing", "Spine", "SpineFiles", "Terminal", argumentParser,
            ]
        ),
        .executableTarget(
            name: "tessera-server",
            dependencies: [
                "Faults", "Files", "JSONText", "LinkageServer", "PartyCommands", "Sealing", "Terminal", argumentParser,
            ],
            exclude: ["Packaging"]
        ),
        .executableTarget(
            name: "tessera-send",
            dependencies: [
                "Faults", "Files", "JSONText", "PartyCommands", "Sealing", "Terminal",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                argumentParser,
            ] + network
        ),
        .executableTarget(
            name: "tessera-lab",
            dependencies: [
                "Attacks", "BitVectors", "Clkhash", "Encoding", "EncodingKeys", "Evaluation", "Faults", "Files",
                "Linkage",
                "JSONText", "PartyCommands", "Privacy", "Reports", "Schemas", "Tables", "Terminal", argumentParser,
            ]
        ),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["BitVectors", "Faults", "Files", "JSONText"],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "FilesTests", dependencies: ["Faults", "Files", "TestSupport"]),
        .testTarget(name: "SecretFilesTests", dependencies: ["Faults", "Files", "SecretFiles", "TestSupport"]),
        .testTarget(
            name: "JSONTextTests",
            dependencies: ["Faults", "JSONText", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "BitVectorsTests", dependencies: ["BitVectors", "CBitKernels", "Faults", "TestSupport"]),
        .testTarget(
            name: "TablesTests",
            dependencies: ["Faults", "Files", "Tables", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "SchemasTests",
            dependencies: ["Faults", "JSONText", "Schemas", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "EncodingKeysTests",
            dependencies: ["COpenSSL", "CSodium", "EncodingKeys", "Faults", "Files", "TestSupport"]
        ),
        .testTarget(
            name: "EncodingTests",
            dependencies: [
                "BitVectors", "Encoding", "EncodingKeys", "Faults", "Files", "JSONText", "Schemas", "Tables",
                "TestSupport",
            ]
        ),
        .testTarget(
            name: "ClkhashTests",
            dependencies: ["Clkhash", "EncodingKeys", "Faults", "Files", "JSONText", "TestSupport"]
        ),
        .testTarget(
            name: "SchemaConversionTests",
            dependencies: ["Clkhash", "Faults", "Files", "JSONText", "SchemaConversion", "Schemas"]
        ),
        .testTarget(name: "SealingTests", dependencies: ["CSodium", "Faults", "Files", "Sealing", "TestSupport"]),
        .testTarget(
            name: "ExchangeTests",
            dependencies: ["BitVectors", "Exchange", "Faults", "Files", "JSONText", "Sealing", "TestSupport"]
        ),
        .testTarget(
            name: "LinkageTests",
            dependencies: ["BitVectors", "Faults", "Files", "JSONText", "Linkage", "Sealing", "TestSupport"]
        ),
        .testTarget(
            name: "SpineTests",
            dependencies: [
                "BitVectors", "Faults", "Files", "JSONText", "Linkage", "Sealing", "Spine", "TestSupport",
            ],
            exclude: ["read_export.py"]
        ),
        .testTarget(
            name: "EvaluationTests",
            dependencies: ["Evaluation", "Faults", "JSONText", "Reports", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "AttacksTests",
            dependencies: ["Attacks", "BitVectors", "Faults", "Files", "Reports", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "PrivacyTests",
            dependencies: [
                "Attacks", "BitVectors", "Encoding", "EncodingKeys", "Faults", "JSONText", "Privacy", "Reports",
                "Schemas",
                "Tables", "TestSupport",
            ]
        ),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["JSONText", "Reports", "TestSupport"]
        ),
        .testTarget(name: "TerminalTests", dependencies: ["Faults", "JSONText", "Terminal", "TestSupport"]),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "BitVectors", "Encoding", "EncodingKeys", "Exchange", "Faults", "Files", "JSONText", "Linkage",
                "Schemas", "Sealing", "SecretFiles", "TestSupport",
            ]
        ),
        .testTarget(
            name: "LinkageServerTests",
            dependencies: [
                "BitVectors", "Exchange", "Faults", "Files", "JSONText", "Linkage", "LinkageServer", "Sealing", "Spine",
                "TestSupport",
            ]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Files", "JSONText", "TestSupport", "tessera-agency", "tessera-linker", "tessera-lab", "tessera-send",
                "tessera-server",
            ],
            exclude: ["Transcripts", "digest_search.py"]
        ),

        // Benchmarks: answers checked first, then times.
        .executableTarget(
            name: "throughput",
            dependencies: [
                "BitVectors", "CBitKernels", "Encoding", "EncodingKeys", "Exchange", "Files", "JSONText", "Linkage",
                "Schemas", "Sealing", "Tables", "Terminal",
            ],
            path: "Benchmarks/Throughput",
            exclude: [
                "encode.sh", "encode_bench.py", "six-fields.clkhash.json", "six-fields.schema.json",
                "six-fields-hardened.schema.json",
            ]
        ),
    ]
)

for target in package.targets
where [.regular, .executable, .test].contains(target.type) && target.name != "CBitKernels" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
        ]
}
