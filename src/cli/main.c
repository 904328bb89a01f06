/* Where the program starts. A map of its rooms, lowest first; each may use only those before it:
 *
 *   base/      what every room needs and GLib lacks: refusals, clock, secret bytes, JSON field tables
 *   domain/    the rules, pure: numbers, names, working days, routes, the case machine, the continuity guard
 *   store/     rows in, rows out: SQLite or PostgreSQL behind one header
 *   vault/     sealing: keyring, sealed fields, keyed look-up, evidence blobs
 *   ledger/    the tamper-evident log: Merkle tree, signed checkpoints, proofs
 *   partners/  the outside world, one header a kind
 *   forms/     the PDFs
 *   app/       one file a use case; the only place that opens a transaction
 *   jobs/      what is carried out later, and retried
 *   http/      server, router, sessions, one file a resource
 *   cli/       `shiming SUBCOMMAND`: one table (command-table.c), one file each; `serve` wires everything
 *
 * ARCHITECTURE.md follows one request through them. */
#include "cli/command.h"

int main(int argc, char **argv) {
        return (int) command_main(argc, argv);
}
