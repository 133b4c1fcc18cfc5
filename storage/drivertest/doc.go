// Package drivertest tests the SQL adapters with real drivers. It is a module of its own, never released, so that no driver reaches the module
// graph of a host.
//
// Its tests start the servers that they need (package cluster), unless CHAMSOC_TEST_POSTGRES is a DSN. CHAMSOC_TEST_LONG adds measures that take minutes. The program
// faults breaks programs, servers and connections for as long as it is asked to.
package drivertest
