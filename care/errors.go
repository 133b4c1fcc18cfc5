package care

import "errors"

// ErrUnavailable means that a system that should answer is not connected, is
// down, or did not answer in time. It is not an answer: nobody may take it for an
// empty list or a debt of zero. Ports return it, wrapped with what is known.
var ErrUnavailable = errors.New("care: the system that knows this is not available")

// ErrStale means that an edit was based on a version of a record that is no
// longer the latest. Load the record again, and decide again whether to edit it.
var ErrStale = errors.New("care: the record was changed by someone else in the meantime")
