package law

import (
	"slices"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

// Regimes are the laws that are here, each place's in order of time. They are the caller's, with all that is in them.
func Regimes() []Regime {
	all := slices.Clone(table)
	for i := range all {
		all[i].Opens = slices.Clone(all[i].Opens)
	}
	return all
}

// Find returns the regime of a code, and whether it is here. Those of member states are found by what made them.
func Find(code Code) (Regime, bool) {
	for i := range table {
		if table[i].Code == code {
			found := table[i]
			found.Opens = slices.Clone(found.Opens)
			return found, true
		}
	}
	return Regime{}, false
}

// Agreed is no law at all: only what the parties agreed.
func Agreed() Regime {
	return Regime{Code: "agreed", Name: care.Text{VI: "Chỉ theo thỏa thuận", EN: "Only what was agreed"}}
}

// At returns the regime of a place for a contract concluded on a date. Without one, as before there was such a law, it is [Agreed].
func At(place Place, contract calendar.Date) Regime { return Pick(table, place, contract) }

// Pick is At among a host's own regimes.
func Pick(among []Regime, place Place, contract calendar.Date) Regime {
	for i := range among {
		r := &among[i]
		if r.Place == place && !contract.Before(r.From) && (r.Until.IsZero() || contract.Before(r.Until)) {
			return *r
		}
	}
	return Agreed()
}

// table is never changed. A law is here only with the dates of the contracts it is for.
var table = slices.Concat(vietnamese(), european(), american())

// vietnamese is the Civil Code 91/2015/QH13 with the consumer laws of 2010 (art. 21) and 2023 (art. 30). The law of 2023 is for contracts from 1 July 2024
// (art. 79, 80.1); earlier ones stay under that of 2010 where it differs.
func vietnamese() []Regime {
	const code, law, before = "91/2015/QH13: ", "19/2023/QH15: ", "59/2010/QH12: "
	now := Regime{
		Code: "vn-2023", Place: Vietnam, From: calendar.MustDate(2024, time.July, 1),
		Name: care.Text{VI: "Luật Bảo vệ quyền lợi người tiêu dùng 19/2023/QH15", EN: "Vietnam's Law on Protection of Consumers' Rights 19/2023/QH15"},

		Term: Rule{0, code + "446, 147.2, 148.3, 148.6"}, MonthEnd: Rule{0, code + "148.3"}, LastDay: Rule{0, code + "148.5"},
		Suspended: Rule{0, law + "30.2.c"}, PartAnew: Rule{0, law + "30.2.c"}, ProductAnew: Rule{0, law + "30.2.c"},

		Published: Rule{0, law + "27.3, 30.2.a"}, CardDoubtful: Rule{0, law + "24, 25, 27.3"}, Burden: Rule{0, law + "69"},

		Repairs: Rule{3, law + "30.2.đ"}, TimeOut: Rule{0, law + "30.2.đ"}, Opens: []Remedy{Exchange, Refund}, Lower: Rule{0, code + "447, 448.3"},
		Timely: Rule{0, code + "448.3"},

		Free: Rule{0, law + "30.2.e"}, Carriage: Rule{0, law + "30.2.e"}, Receipt: Rule{0, law + "30.2.c"}, Loaner: Rule{0, law + "30.2.d"},
		Refusal: Rule{0, law + "8.2.c"}, Priority: Rule{0, law + "8.2.c"}, Consent: Rule{0, law + "15.2, 18.3, 18.4"}, Acknowledge: Rule{3, law + "31.2"},
	}
	old := now
	old.Code, old.From, old.Until = "vn-2010", calendar.MustDate(2011, time.July, 1), now.From
	old.Name = care.Text{VI: "Luật Bảo vệ quyền lợi người tiêu dùng 59/2010/QH12", EN: "Vietnam's Law on Protection of Consumers' Rights 59/2010/QH12"}
	for _, rule := range []*Rule{&old.Suspended, &old.PartAnew, &old.ProductAnew, &old.Repairs, &old.TimeOut, &old.Free, &old.Carriage, &old.Receipt, &old.Loaner} {
		rule.Article = before + "21"
	}
	old.Published, old.CardDoubtful = Rule{0, code + "406.2"}, Rule{0, code + "404, 406"}
	old.Burden, old.Refusal, old.Priority, old.Consent, old.Acknowledge = Rule{}, Rule{}, Rule{}, Rule{}, Rule{}
	return []Regime{old, now}
}

// european is Directive (EU) 2019/771, for contracts from 1 January 2022, and as Directive (EU) 2024/1799 changed it for those from 31 July 2026. States differ:
// Regime.In.
func european() []Regime {
	const directive = "2019/771: "
	before := Regime{
		Code: "eu-2019", Place: Europe, From: calendar.MustDate(2022, time.January, 1), Until: calendar.MustDate(2026, time.July, 31),
		Name: care.Text{VI: "Chỉ thị (EU) 2019/771", EN: "Directive (EU) 2019/771"},

		Term: Rule{0, directive + "10(1)"}, MonthEnd: Rule{0, "1182/71: 3(2)(c)"}, Statutory: Rule{24, directive + "10(1)"}, SecondHand: Rule{12, directive + "10(6)"},

		Published: Rule{0, directive + "17"}, Mandatory: Rule{0, directive + "10, 17(1), 21(1)"}, CardNever: Rule{0, directive + "17(3)"},
		Burden: Rule{12, directive + "11(1)"},

		Choice: Rule{0, directive + "13(2)"}, Repairs: Rule{1, directive + "13(4)(b)"}, TimeOut: Rule{0, directive + "13(4)(a)"},
		Opens: []Remedy{Reduction, Refund}, Elects: Rule{0, directive + "13(4)"}, Minor: Rule{0, directive + "13(5), 15"}, Timely: Rule{0, directive + "14(1)"},

		Free: Rule{0, directive + "14(1)"}, Carriage: Rule{0, directive + "14(1), 14(2)"},
	}
	now := before
	now.Code, now.From, now.Until = "eu-2024", before.Until, calendar.Date{}
	now.Name = care.Text{VI: "Chỉ thị (EU) 2019/771, sửa đổi bởi 2024/1799", EN: "Directive (EU) 2019/771 as changed by 2024/1799"}
	now.Extended, now.Told = Rule{12, directive + "10(2a)"}, Rule{0, directive + "13(2a)"}
	return []Regime{before, now}
}

// States are the member states that are known to differ, for Regime.In. Others follow from their own law, which a host adds.
func States() map[Place]State {
	claims := Rule{30, "national law transposing 2019/771: 14(1)"}
	return map[Place]State{
		"CZ": {Timely: claims},
		"SK": {Timely: claims, Burden: Rule{0, "national law transposing 2019/771: 11(2)"}},
	}
}

// american is the Magnuson-Moss Warranty Act, 15 USC 2301-2312, with 16 CFR 700 and 701. State law is not in it.
func american() []Regime {
	full := Regime{
		Code: "us-full", Place: USFull,
		Name: care.Text{VI: "Đạo luật Magnuson-Moss: bảo hành đầy đủ", EN: "Magnuson-Moss Warranty Act: full warranty"},
		Term: Rule{0, "15 USC 2303(a)"}, CardNever: Rule{0, "16 CFR 700.7(b)-(c)"}, Published: Rule{0, "15 USC 2302"},
		Repairs: Rule{0, "15 USC 2304(a)(4)"}, Opens: []Remedy{Exchange, Refund}, Elects: Rule{0, "15 USC 2304(a)(4)"},
		Free: Rule{0, "15 USC 2304(a)(1), (4)"},
	}
	limited := Regime{
		Code: "us-limited", Place: USLimited,
		Name: care.Text{VI: "Đạo luật Magnuson-Moss: bảo hành giới hạn", EN: "Magnuson-Moss Warranty Act: limited warranty"},
		Term: Rule{0, "15 USC 2303(a)"}, CardDisclosed: Rule{0, "16 CFR 701.4"}, Published: Rule{0, "15 USC 2302"},
	}
	return []Regime{full, limited}
}
