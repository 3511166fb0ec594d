// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// Closes connections that hold the server without using it: silent ones, ones that trickle, ones that do not read, and more of
/// one address than it may have.
///
/// One stands in each connection's pipeline, after the decoding of HTTP, and lives on its event loop alone.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart

    /// What the client is doing.
    private enum Stage {
        /// The head of a request is awaited.
        case head
        /// Its body is coming, or it is being answered.
        case request
    }

    /// How often a connection is looked at.
    private static let interval = TimeAmount.seconds(1)

    private let limits: Limits
    private let addresses: AddressCounts
    private var address: String?
    private var watch: RepeatedTask?
    private var stage = Stage.head
    private var since = NIODeadline.now()
    /// Whether the body of the request is still coming.
    private var isReading = false
    /// Whether the server waits for bytes, and how many came in how many seconds of waiting.
    private var isAwaiting = false
    private var bytes = 0
    private var awaited = 0
    /// Writes that the client has not taken yet, and since when none was taken.
    private var pending = 0
    private var unmoved = 0

    init(limits: Limits, addresses: AddressCounts) {
        self.limits = limits
        self.addresses = addresses
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let address = context.remoteAddress?.ipAddress ?? "?"
        guard addresses.admit(address, limit: limits.connectionsPerAddress) else {
            context.close(promise: nil)
            return
        }
        self.address = address
        since = .now()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
            let (handler, context) = bound.value
            handler.look(context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        watch?.cancel()
        watch = nil
        if let address { addresses.leave(address) }
        address = nil
    }

    func read(context: ChannelHandlerContext) {
        isAwaiting = true
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isAwaiting = false
        switch unwrapInboundIn(data) {
        case .head:
            stage = .request
            since = .now()
            isReading = true
            (bytes, awaited) = (0, 0)
        case .body(let part): bytes += part.readableBytes
        case .end: isReading = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isEnd = if case .end = unwrapOutboundIn(data) { true } else { false }
        let promise = promise ?? context.eventLoop.makePromise()
        pending += 1
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { _ in
            let (handler, context) = bound.value
            handler.pending -= 1
            handler.unmoved = 0
            guard isEnd else { return }
            // Who was answered before all was sent is not read any further: the rest may be endless.
            if handler.isReading { context.close(promise: nil) }
            handler.stage = .head
            handler.since = .now()
        }
        context.write(data, promise: promise)
    }

    private func look(_ context: ChannelHandlerContext) {
        unmoved = pending > 0 ? unmoved + 1 : 0
        if isReading, isAwaiting { awaited += 1 }
        let waited = (NIODeadline.now() - since).nanoseconds / 1_000_000_000
        let isTooLong = waited >= (stage == .head ? limits.headSeconds : limits.requestSeconds)
        var isTooSlow = unmoved >= limits.writeSeconds
        if awaited >= limits.slowSeconds {
            isTooSlow = isTooSlow || bytes < limits.leastRate * limits.slowSeconds
            (bytes, awaited) = (0, 0)
        }
        if isTooLong || isTooSlow { context.close(promise: nil) }
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}

/// How many connections each address has.
final class AddressCounts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Counts one more, unless the address has as many as it may.
    func admit(_ address: String, limit: Int) -> Bool {
        counts.withLock { counts in
            guard counts[address, default: 0] < limit else { return false }
            counts[address, default: 0] += 1
            return true
        }
    }

    func leave(_ address: String) {
        counts.withLock { counts in
            let left = counts[address, default: 1] - 1
            counts[address] = left > 0 ? left : nil
        }
    }

    /// Open connections altogether.
    var total: Int { counts.withLock { $0.values.reduce(0, +) } }
}
