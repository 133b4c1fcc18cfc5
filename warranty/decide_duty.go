package warranty

import (
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/warranty/law"
)

// charges says who pays.
func (c *decider) charges() {
	d := c.d
	if d.Outcome != Covered {
		d.Repair = Charge{Customer, c.b.Reason(CodeCustomerPays)}
		d.Carriage = Charge{Customer, d.Repair.Why}
		return
	}
	d.Repair = Charge{Trader, c.b.Reason(CodeTraderPays).Under(c.law.Free.Article)}
	if c.law.Carriage.Holds() {
		d.Carriage = Charge{Trader, c.b.Reason(CodeTraderCarries).Under(c.law.Carriage.Article)}
	} else {
		d.Carriage = Charge{"", c.b.Reason(CodeCarriageAgreed)}
	}
}

// burden says who has to prove.
func (c *decider) burden() {
	rule := c.law.Burden
	if !rule.Holds() || c.d.Outcome != Covered {
		return
	}
	if until := c.start.AddMonths(rule.N); rule.N > 0 && c.f.On.After(until) {
		c.d.Burden = Burden{Customer, c.b.Reason(CodeCustomerProves, care.NewFact("until", until)).Under(rule.Article)}
		return
	}
	c.d.Burden = Burden{Trader, c.b.Reason(CodeTraderProves).Under(rule.Article)}
}

// duties lists what else the trader owes.
func (c *decider) duties() {
	f := c.f
	if c.d.Outcome == Covered {
		c.meanwhile()
		if c.law.Told.Holds() {
			c.duty(DutyTell, c.law.Told, told(f), CodeTold)
		}
		if f.Outside && c.law.Consent.Holds() {
			c.duty(DutyConsent, c.law.Consent, doneIf(f.Consented), CodeConsent)
		}
	} else if f.Vulnerable && c.law.Refusal.Holds() {
		c.duty(DutyWriting, c.law.Refusal, DutyDue, CodeRefuseInWriting)
	}
	if f.Vulnerable && c.law.Priority.Holds() {
		c.duty(DutyPriority, c.law.Priority, DutyDue, CodePriority)
	}
	if len(c.d.Duties) == 0 {
		c.d.Duties = nil
	}
}

// meanwhile is what is owed while the product is here, or would be if it were taken in now.
func (c *decider) meanwhile() {
	receipt, loaner := DutyDue, DutyDue
	for i := range c.n {
		r := &c.repairs[c.n-1-i]
		if !r.Out.IsZero() {
			continue
		}
		receipt, loaner = DutyDone, doneIf(r.Loaner != "")
		if r.Promised.IsZero() {
			receipt = DutyBroken
		}
		if r.Loaner == LoanerAgreed && c.law.Loaner.Holds() {
			c.because(CodeLoanerAgreed, c.law.Loaner.Article, care.NewFact("in", r.In))
		}
		break
	}
	if c.law.Receipt.Holds() {
		c.duty(DutyReceipt, c.law.Receipt, receipt, CodeReceipt)
	}
	if c.law.Loaner.Holds() {
		c.duty(DutyLoaner, c.law.Loaner, loaner, CodeLoaner)
	}
}

func (c *decider) duty(kind DutyKind, rule law.Rule, state DutyState, code *care.Code) {
	c.d.Duties = append(c.d.Duties, Duty{kind, state, c.b.Reason(code).Under(rule.Article)})
}

func doneIf(done bool) DutyState {
	if done {
		return DutyDone
	}
	return DutyDue
}

// told is broken once a repair has begun without it.
func told(f *Facts) DutyState {
	if !f.Told && len(f.Repairs) > 0 {
		return DutyBroken
	}
	return doneIf(f.Told)
}
