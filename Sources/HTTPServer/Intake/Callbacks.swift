import CMicrohttpd
import Glibc
import HTTP

// What libmicrohttpd calls on its thread. They are functions of the module and not closures: a closure literal that
// main.swift passes to C carries a check for the main thread and dies on any other.

@unsafe func acceptConnection(
    _ context: UnsafeMutableRawPointer?, _ address: UnsafePointer<sockaddr>?, _ size: socklen_t
) -> MHD_Result {
    guard let intake = unsafe intake(context) else { return .NO }
    return unsafe intake.table.hasRoom(for: SocketAddress.address(of: address)) ? .YES : .NO
}

@unsafe func connectionChanged(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_ConnectionNotificationCode
) {
    guard let intake = unsafe intake(context), let connection = unsafe connection, let slot = unsafe slot else {
        return
    }
    if code == .CONNECTION_NOTIFY_STARTED {
        let opened = unsafe intake.table.opened(
            socket: carnet_mhd_socket(connection),
            client: SocketAddress.address(of: carnet_mhd_client_address(connection)))
        if let identity = intake.currentIdentity {
            unsafe identity.show(on: connection)
            opened.identity = identity
        }
        unsafe slot.pointee = unsafe Unmanaged.passRetained(opened).toOpaque()
    } else if let pointer = unsafe slot.pointee {
        unsafe slot.pointee = nil
        intake.table.closed(unsafe Unmanaged<OpenConnection>.fromOpaque(pointer).takeRetainedValue())
    }
}

/// Called with the request target before it is changed in place; the result becomes the context of the request.
@unsafe func targetArrived(
    _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let intake = unsafe intake(context), let target = unsafe target, let connection = unsafe connection,
        let pointer = unsafe carnet_mhd_socket_context(connection)
    else { return nil }
    let open = unsafe Unmanaged<OpenConnection>.fromOpaque(pointer).takeUnretainedValue()
    return unsafe Unmanaged.passRetained(intake.begin(RawTarget(target), on: open)).toOpaque()
}

/// Called once when the headers are complete, for each part of the body, and once at the end or after a resume.
@unsafe func requestArrived(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
    _ uploadSize: UnsafeMutablePointer<Int>?, _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let intake = unsafe intake(context), let connection = unsafe connection, let method = unsafe method,
        let version = unsafe version, let uploadSize = unsafe uploadSize, let slot = unsafe slot,
        let pointer = unsafe slot.pointee
    else { return .NO }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
    if case .begun = exchange.progress {
        let raw = unsafe RawHead(connection: connection, method: method, version: version, target: exchange.target)
        return unsafe intake.head(raw, of: exchange, on: connection)
    }
    let size = unsafe uploadSize.pointee
    guard size > 0 else { return unsafe intake.end(of: exchange, on: connection) }
    unsafe intake.body(UnsafeRawBufferPointer(start: upload, count: size), of: exchange)
    unsafe uploadSize.pointee = 0
    return .YES
}

@unsafe func requestCompleted(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_RequestTerminationCode
) {
    guard let intake = unsafe intake(context), let slot = unsafe slot, let pointer = unsafe slot.pointee else { return }
    unsafe slot.pointee = nil
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(pointer).takeRetainedValue()
    intake.complete(exchange, isRegular: code == .REQUEST_TERMINATED_COMPLETED_OK)
}

/// Leaves the text as it is: it is decoded later and once, by code that refuses what is broken.
@unsafe func unescapeNothing(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ text: UnsafeMutablePointer<CChar>?
) -> Int {
    guard let text = unsafe text else { return 0 }
    return unsafe strlen(text)
}

@unsafe private func intake(_ context: UnsafeMutableRawPointer?) -> Intake? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<Intake>.fromOpaque(context).takeUnretainedValue()
}
