// Package hosttx shows how a host's own transaction and Chamsoc's records stand or fall together, for each way of reaching PostgreSQL.
package hosttx
