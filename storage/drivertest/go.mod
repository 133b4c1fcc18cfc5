module github.com/chamsoc/chamsoc/storage/drivertest

go 1.26.0

require (
	github.com/chamsoc/chamsoc v0.0.0
	modernc.org/sqlite v1.60.0
	github.com/mattn/go-sqlite3 v1.14.53
)

replace github.com/chamsoc/chamsoc => ../../
