//go:build cgo

package drivertest

import _ "github.com/mattn/go-sqlite3"

// With cgo the adapter is tested on the C library too.
func init() {
	drivers = append(drivers, driver{"sqlite3", "?_busy_timeout=5000&_journal_mode=wal&_synchronous=normal"})
}
