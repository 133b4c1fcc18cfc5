package care

import "time"

// Known is an answer from one of the host's systems. What a system said an hour
// ago is worth showing, as long as the customer is told that it is an hour old.
type Known[T any] struct {
	Value  T         `json:"value"`
	AsOf   time.Time `json:"as_of"`  // when the value was true, not when it was asked for
	Source string    `json:"source"` // the system that said so, such as "KiotViet"
}
