package storage

import (
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"
)

// ID is the id of a record of type T: a UUIDv7, text in JSON. A claim's id does not compile where a
// case's is wanted. The zero ID means "none yet"; Put replaces it by a new one.
type ID[T any] uuid.UUID

// NewID returns a new, time-ordered id (UUIDv7).
func NewID[T any]() ID[T] { return ID[T](newUUID()) }

// ParseID reads the text form of an id, as MarshalText writes it.
func ParseID[T any](text string) (ID[T], error) {
	var id ID[T]
	err := id.UnmarshalText([]byte(text))
	return id, err
}

// UUID is the id without its type.
func (id ID[T]) UUID() uuid.UUID { return uuid.UUID(id) }

// IsZero reports whether the id is unset.
func (id ID[T]) IsZero() bool { return id == ID[T]{} }

// String is the usual 36 character form, empty for the zero id.
func (id ID[T]) String() string {
	if id.IsZero() {
		return ""
	}
	return uuid.UUID(id).String()
}

// AppendText is MarshalText into a buffer.
func (id ID[T]) AppendText(dst []byte) ([]byte, error) {
	if id.IsZero() {
		return dst, nil
	}
	for i, part := range [][]byte{id[:4], id[4:6], id[6:8], id[8:10], id[10:]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return dst, nil
}

// MarshalText writes the usual 36 character form, nothing for the zero id.
func (id ID[T]) MarshalText() ([]byte, error) { return id.AppendText(make([]byte, 0, 36)) }

// UnmarshalText reads the 36 character form; empty text is the zero id.
func (id *ID[T]) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID[T]{}
		return nil
	}
	if len(text) != 36 {
		return fmt.Errorf("storage: an id has 36 characters, this text has %d", len(text))
	}
	u, err := uuid.ParseBytes(text)
	if err != nil {
		return fmt.Errorf("storage: text is not an id: %w", err)
	}
	*id = ID[T](u)
	return nil
}

// newUUID panics only when the machine has no source of randomness, as crypto/rand itself does.
func newUUID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
