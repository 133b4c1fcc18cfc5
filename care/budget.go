package care

// Budget is what may be spent together, and what of it was. It is a value: the record that holds it is guarded by its version, so that two who spend at once
// cannot both take the last of it.
type Budget struct {
	Total Money `json:"total"`
	Spent Money `json:"spent"`
}

// Spend returns the budget after an amount of 0 or more, and whether it holds that much; one that does not is returned as it is. It always holds 0. Unlike
// currencies, and amounts below 0, are refused.
func (b Budget) Spend(amount Money) (_ Budget, holds bool, err error) {
	if amount.Sign() < 0 {
		return b, false, Refuse("", CodeAmountNegative.With())
	}
	spent, err := b.Spent.Add(amount)
	if err != nil {
		return b, false, err
	}
	if over, err := spent.Cmp(b.Total); err != nil || over > 0 && !amount.IsZero() {
		return b, false, err
	}
	b.Spent = spent
	return b, true, nil
}

// Return gives back what was taken and not used. More than was spent is refused, and so are unlike currencies and amounts below 0.
func (b Budget) Return(amount Money) (Budget, error) {
	spent, err := b.Spent.Sub(amount)
	if err == nil && (amount.Sign() < 0 || spent.Sign() < 0) {
		err = Refuse("", CodeAmountNegative.With())
	}
	if err != nil {
		return b, err
	}
	b.Spent = spent
	return b, nil
}
