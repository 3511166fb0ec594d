// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import CSodium
internal import Glibc

/// Rows that memory doesn't hold: a file without a name, encrypted under a key that exists only in this process.
///
/// The file stands in the output's folder, is made with the first block, and vanishes with the process. Blocks are
/// XChaCha20-Poly1305 with their offset as nonce; the file is only ever appended to, so no nonce comes twice.
@safe package final class SpillFile {
    /// A block in the file.
    package struct Block: Sendable {
        let offset: Int
        /// The number of bytes in the block.
        package let count: Int
    }

    private let folder: String
    private let key: SecretBytes
    private var descriptor: Int32 = -1
    private var end = 0
    private var scratch: [UInt8] = []

    /// Prepares a file beside `path`, or in `/tmp` if that is a device.
    package init(beside path: String) throws(SealingError) {
        let isDevice = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
        folder = isDevice ? "/tmp" : path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        key = try .random(count: Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES))
    }

    deinit { if descriptor >= 0 { _ = close(descriptor) } }

    /// Encrypts a block and writes it to the end of the file.
    ///
    /// - Throws: `sealing.spill`, for want of space mostly.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(SealingError) -> Block {
        if descriptor < 0 { try create() }
        let block = Block(offset: end, count: bytes.count)
        let sealedBytes = resizeScratch(for: block)
        unsafe key.withBytes {
            _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
                &scratch,
                nil,
                bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
                UInt64(bytes.count),
                nil,
                0,
                nil,
                nonce(of: block),
                $0
            )
        }
        var done = 0
        while done < sealedBytes {
            let count = unsafe scratch.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress.map { unsafe $0 + done }, sealedBytes - done, end + done)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failed()
            }
            done += count
        }
        end += sealedBytes
        return block
    }

    /// Reads a block back into a buffer of its size.
    ///
    /// - Throws: `sealing.spill`, also if the disk does not give back what was written.
    package func read(_ block: Block, into buffer: UnsafeMutableRawBufferPointer) throws(SealingError) {
        precondition(buffer.count == block.count, "a buffer of another size")
        let sealedBytes = resizeScratch(for: block)
        var done = 0
        while done < sealedBytes {
            let count = unsafe scratch.withUnsafeMutableBytes {
                unsafe pread(
                    descriptor,
                    $0.baseAddress.map { unsafe $0 + done },
                    sealedBytes - done,
                    block.offset + done
                )
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failed()
            }
            if count == 0 { throw .spill(reason: "it is shorter than what was written") }
            done += count
        }
        let isIntact = unsafe key.withBytes {
            unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
                buffer.baseAddress?.assumingMemoryBound(to: UInt8.self),
                nil,
                nil,
                scratch,
                UInt64(sealedBytes),
                nil,
                0,
                nonce(of: block),
                $0
            ) == 0
        }
        guard isIntact else { throw .spill(reason: "it does not give back what was written") }
    }

    /// Makes room for the block as it stands in the file, and gives its length there.
    private func resizeScratch(for block: Block) -> Int {
        let sealedBytes = block.count + Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
        if scratch.count < sealedBytes { scratch = [UInt8](repeating: 0, count: sealedBytes) }
        return sealedBytes
    }

    private func nonce(of block: Block) -> [UInt8] {
        var nonce = [UInt8](repeating: 0, count: Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES))
        unsafe nonce.withUnsafeMutableBytes {
            unsafe $0.storeBytes(of: UInt64(block.offset).littleEndian, as: UInt64.self)
        }
        return nonce
    }

    private func create() throws(SealingError) {
        let name = "\(folder)/.tessera-spill-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        descriptor = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0, unsafe unlink(name) == 0 else { throw failed() }
    }

    private func failed() -> SealingError {
        guard let text = unsafe strerror(errno) else { return .spill(reason: "unknown") }
        return .spill(reason: unsafe String(cString: text).lowercased())
    }
}
