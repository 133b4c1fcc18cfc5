package law

// Reading settles what the texts leave open, and what the parties may agree. The zero Reading is the default.
type Reading struct {
	// KeepLastDay: a last day that is a day off is not moved, because the published terms say so (Vietnam: Civil Code 145.1). Default: it is, where the
	// regime has the rule.
	KeepLastDay bool `json:"keep_last_day,omitempty"`
	// SameDay: a repair that comes and goes on one day counts one day. Default: none, since the first day is not counted.
	SameDay bool `json:"same_day,omitempty"`
	// BothDays: the day of intake and the day of hand-back both count: one day more for each repair. Default: only the second.
	BothDays bool `json:"both_days,omitempty"`
	// AnyFault: repairs of any fault count together. Default: those of the same fault.
	AnyFault bool `json:"any_fault,omitempty"`
	// TraderChooses: among what is open the trader chooses, where the law does not say. Default: the buyer.
	TraderChooses bool `json:"trader_chooses,omitempty"`
	// CardCondition: a condition that the card be shown binds if it was published before the sale, where that is doubtful. Default: other proof is taken.
	CardCondition bool `json:"card_condition,omitempty"`
	// SubstituteAnew: an exchanged product begins a new term where the law does not say. Default: it goes on with the old one's.
	SubstituteAnew bool `json:"substitute_anew,omitempty"`
	// Attempts is how many repairs are a reasonable number, where the law has none. Default: 3.
	Attempts int `json:"attempts,omitempty"`
	// ReasonableDays is a reasonable time for a repair, where neither the receipt nor the law says. Default: 30.
	ReasonableDays int `json:"reasonable_days,omitempty"`
	// SecondHandMonths is what was agreed for second-hand goods, no shorter than the law allows. Default: the law's full term.
	SecondHandMonths int `json:"second_hand_months,omitempty"`
}

const (
	defaultAttempts       = 3
	defaultReasonableDays = 30
)

// AttemptsOf is after how many repairs more is open.
func (r Reading) AttemptsOf(g *Regime) int {
	switch {
	case g.Repairs.N > 0:
		return g.Repairs.N
	case r.Attempts > 0:
		return r.Attempts
	}
	return defaultAttempts
}

// DaysOf is how long a repair may take that has no promised time.
func (r Reading) DaysOf(g *Regime) int {
	switch {
	case g.Timely.N > 0:
		return g.Timely.N
	case r.ReasonableDays > 0:
		return r.ReasonableDays
	}
	return defaultReasonableDays
}

// StatutoryMonths is how long the law itself is liable for, 0 if it has no such rule.
func (r Reading) StatutoryMonths(g *Regime, secondHand bool) int {
	if secondHand && g.SecondHand.Holds() && r.SecondHandMonths > 0 {
		return min(max(r.SecondHandMonths, g.SecondHand.N), g.Statutory.N)
	}
	return g.Statutory.N
}
