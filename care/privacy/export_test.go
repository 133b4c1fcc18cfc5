package privacy

import "context"

// Expire is what the worker does when the timer of a retention rings.
func (s Service) Expire(ctx context.Context, r Retention) error { return s.expire(ctx, r.ID) }
