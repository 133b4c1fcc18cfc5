package warrantytest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/warranty"
)

// Trial is a generated shop and the service that answers its customers.
type Trial struct {
	*Shop
	Service warranty.Service
}

// NewTrial generates a shop of n registrations and loads it into a store.
func NewTrial(ctx context.Context, store storage.Store, seed uint64, n int) (Trial, error) {
	s := Trial{Shop: Generate(seed, n)}
	if err := s.Load(ctx, store); err != nil {
		return s, err
	}
	var err error
	s.Service, err = warranty.New(store, warranty.Config{Env: care.Env{Now: func() time.Time { return Today.Start(time.UTC) }}})
	return s, err
}

// is reports whether a registration is the one that a visit is about. Units of one line without serials cannot be told apart by anybody.
func (s Trial) is(r warranty.Registration, v Visit) bool {
	if v.Unit < 0 {
		return false
	}
	meant := s.Registrations[v.Unit]
	return r.Invoice == meant.Invoice && r.Line == meant.Line && (r.Unit == meant.Unit || r.SerialKey == "")
}

// PhoneAlone is how often the right unit is among what is likeliest if only a phone is given.
type PhoneAlone struct {
	Match float64 // in one of the first three matches
	Shown float64 // how many units the first three matches have together, on average
	Unit  float64 // it is one of the three likeliest units
	Limit float64 // the most that is possible for Unit: of more than three units whose term runs none is likelier than another
}

// PhoneAlone asks n customers for nothing but their phone.
func (s Trial) PhoneAlone(ctx context.Context, n int) (p PhoneAlone, err error) {
	for range n {
		v := s.WithPhone()
		f, err := s.Service.Find(ctx, warranty.Inquiry{Phone: v.Phone})
		if err != nil {
			return p, err
		}
		right := func(c warranty.Candidate) bool { return s.is(c.Registration, v) }
		ms, units, running := f.Matches(), ranked(f), 0
		matched := false
		for _, m := range ms[:min(3, len(ms))] {
			matched = matched || slices.ContainsFunc(m.Units, right)
			p.Shown += float64(len(m.Units)) / float64(n)
		}
		for _, c := range units {
			if !c.Registration.Ends.Before(Today) {
				running++
			}
		}
		p.Match += share(matched, n)
		p.Unit += share(slices.ContainsFunc(units[:min(3, len(units))], right), n)
		p.Limit += min(1, 3/float64(max(1, running))) / float64(n)
	}
	return p, nil
}

// ranked are the units of all matches, likeliest first.
func ranked(f warranty.Finding) (units []warranty.Candidate) {
	for _, m := range f.Matches() {
		units = append(units, m.Units...)
	}
	slices.SortStableFunc(units, func(a, b warranty.Candidate) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return units
}

func share(is bool, n int) float64 {
	if is {
		return 1 / float64(n)
	}
	return 0
}

// Accepted is how often one registration was accepted without a further question: rightly, and wrongly.
type Accepted struct{ Right, Wrong int }

// Misread asks n customers whose serial was misread for their phone.
func (s Trial) Misread(ctx context.Context, n int) (a Accepted, err error) {
	for range n {
		v := s.WithMisreadSerial()
		if err := s.accepts(ctx, &a, v, warranty.Inquiry{Phone: v.Phone, Serial: v.Serial}); err != nil {
			return a, err
		}
	}
	return a, nil
}

// Strangers lets n people try who know a name, a product and a date of somebody else's purchase. Whatever is accepted is wrong.
func (s Trial) Strangers(ctx context.Context, n int) (a Accepted, err error) {
	for range n {
		v := s.Stranger()
		q := all(v)
		q.PhoneVerified = v.Code
		if err := s.accepts(ctx, &a, Visit{Unit: -1}, q); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (s Trial) accepts(ctx context.Context, a *Accepted, v Visit, q warranty.Inquiry) error {
	f, err := s.Service.Find(ctx, q)
	if err == nil && f.Status == warranty.FoundOne {
		if s.is(f.Registration, v) {
			a.Right++
		} else {
			a.Wrong++
		}
	}
	return err
}

// Calibration compares what was said with what was true, in ten bins of the confidence of the likeliest registration.
type Calibration [10]struct{ N, Confidence, Right float64 }

// Error is the expected calibration error: the difference between confidence and truth, averaged over the inquiries.
func (c Calibration) Error() (e float64) {
	n := 0.0
	for _, bin := range c {
		n += bin.N
		e += math.Abs(bin.Confidence - bin.Right)
	}
	return e / n
}

// Calibration asks n people who each say a part of what they know, every twentieth about something that was not bought here.
func (s Trial) Calibration(ctx context.Context, n int) (c Calibration, err error) {
	for i := range n {
		v := s.Visit()
		if i%20 == 0 {
			v = s.Outsider()
		}
		f, err := s.Service.Find(ctx, some(i, v))
		if err != nil {
			return c, err
		}
		if units := ranked(f); len(units) > 0 {
			bin := &c[min(9, int(10*units[0].Confidence))]
			bin.N++
			bin.Confidence += units[0].Confidence
			bin.Right += share(s.is(units[0].Registration, v), 1)
		}
	}
	return c, nil
}

func all(v Visit) warranty.Inquiry {
	return warranty.Inquiry{
		Phone: v.Phone, Serial: v.Serial, Invoice: v.Invoice, Name: v.Name, Product: v.Product, About: v.About, WithinDays: v.Within, Place: v.Place, TaxCode: v.TaxCode,
	}
}

// some is a part of what the customer knows: another part for each visit.
func some(i int, v Visit) warranty.Inquiry {
	q := all(v)
	for bit, text := range []*string{&q.Phone, &q.Serial, &q.Invoice, &q.Name, &q.Product, &q.About, &q.Place} {
		if i*2654435761>>7>>bit&1 != 0 {
			*text = ""
		}
	}
	return q
}

// Dialogue is how many customers were done after so many questions.
type Dialogue struct {
	After [7]int // questions asked beyond the phone and the product that they come with
	Shown int    // not accepted after three questions, but shown to staff with a confidence of 0.95 and more
	Wrong int    // accepted, and not the right one
}

// Dialogue asks n customers what Next says, until one registration is accepted.
func (s Trial) Dialogue(ctx context.Context, n int) (d Dialogue, err error) {
	for range n {
		v := s.Visit()
		q := warranty.Inquiry{Phone: v.Phone, Product: v.Product}
		for asked := range d.After {
			f, err := s.Service.Find(ctx, q)
			if err != nil {
				return d, err
			}
			if f.Status == warranty.FoundOne {
				d.After[asked]++
				d.Wrong += int(share(!s.is(f.Registration, v), 1))
				break
			}
			if asked == 3 && f.Confidence >= 0.95 {
				d.Shown++
			}
			if f.Next == "" {
				break
			}
			answer(&q, f.Next, v)
		}
	}
	return d, nil
}

// answer is what the customer says to a question.
func answer(q *warranty.Inquiry, to warranty.Proof, v Visit) {
	q.Asked = append(q.Asked, to)
	switch to {
	case warranty.ProofSerial:
		q.Serial = v.Serial
	case warranty.ProofNumber:
		if q.Phone == "" {
			q.Phone = v.Phone
		} else {
			q.OldPhone = v.OldPhone
		}
	case warranty.ProofInvoice:
		q.Invoice = v.Invoice
	case warranty.ProofPhone:
		q.PhoneVerified = v.Code && q.Phone != ""
	case warranty.ProofName:
		q.Name = v.Name
	case warranty.ProofProduct:
		q.Product = v.Product
	case warranty.ProofDate:
		q.About, q.WithinDays = v.About, v.Within
	case warranty.ProofPlace:
		q.Place = v.Place
	}
}

// Agreement counts, for customers who say all that they know, how often each clue agrees and differs with the registration that they mean: by the code of the reason. It is
// what the weights of the matching were estimated from.
type Agreement struct {
	N         int
	Codes     map[string]int
	Both      int                              // the serial and the invoice
	DaysByAge [3]struct{ N, Age, Off float64 } // of the first year, the second and the third: how old the sale is and how far off the date that is remembered, in days
}

// Agreement asks n customers.
func (s Trial) Agreement(ctx context.Context, n int) (a Agreement, err error) {
	a.Codes = map[string]int{}
	for range n {
		v := s.Visit()
		q := all(v)
		q.OldPhone = v.OldPhone
		f, err := s.Service.Find(ctx, q)
		if err != nil {
			return a, err
		}
		for _, c := range ranked(f) {
			if !s.is(c.Registration, v) {
				continue
			}
			a.N++
			for _, r := range slices.Concat(c.Clues, c.Against) {
				a.Codes[r.Code()]++
			}
			if c.Clues.Has(warranty.CodeClueSerial) && c.Clues.Has(warranty.CodeClueInvoice) {
				a.Both++
			}
			if day, err := care.ParseDate(v.About); err == nil {
				age := c.Registration.Delivered.DaysUntil(Today)
				year := &a.DaysByAge[min(2, age/365)]
				year.N++
				year.Age += float64(age)
				year.Off += math.Abs(float64(day.DaysUntil(c.Registration.Delivered)))
			}
			break
		}
	}
	return a, nil
}
