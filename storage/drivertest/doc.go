// Package drivertest tests the SQL adapters with real drivers. It is a module of its own, never released, so that no driver reaches the module
// graph of a host.
package drivertest
