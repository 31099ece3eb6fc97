/** Committed work still survives the end of any process, but not of the machine. */
const UNSAFE_WITHOUT_POWER = { fsync: "off", full_page_writes: "off" };

/**
 * The server's settings, given on its command line so that they always belong to the program that starts it. Small in
 * memory, reachable over loopback only, and durable unless a test asks otherwise.
 */
export function settings({ port, durable }: { port: number; durable: boolean }): string[] {
  const values: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    // No socket file: its path may be at most 107 characters long, and a checkout may lie deeper.
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "32MB",
    max_wal_size: "256MB",
    min_wal_size: "32MB",
    wal_level: "minimal",
    max_wal_senders: "0",
    io_method: "sync",
    jit: "off",
    max_parallel_workers_per_gather: "0",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    log_line_prefix: "%m [%p] ",
    ...(durable ? {} : UNSAFE_WITHOUT_POWER),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
