package chamsoc_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/collateral"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/stats"
	"github.com/chamsoc/chamsoc/feedback"
	"github.com/chamsoc/chamsoc/feedback/detect"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func (y *year) adds(source string, at time.Time, amount float64) {
	y.ledger = append(y.ledger, said{source: source, on: calendar.DateOf(at, y.zone), amount: amount})
}

// shelf is a sample at a counter, of which eight are to be there, with a check that is due on Saturdays at 17:00.
func (y *year) shelf() {
	ctx := y.t.Context()
	must[collateral.Material](y.t)(y.Collateral.Define(ctx, collateral.Material{Code: "vai", Kind: collateral.Sample, Name: both("x"), Owner: "NV-9"}))
	content := map[collateral.Field]string{}
	for _, field := range collateral.Required(collateral.Sample) {
		content[field] = "x"
	}
	must[collateral.Edition](y.t)(y.Collateral.Draft(ctx, collateral.Edition{Material: "vai", Number: 1, Title: both("x"), From: calendar.MustDate(2026, 7, 1), Author: "NV-1", Content: content,
		Script: []collateral.Task{{Code: "wash", Text: both("x"), Answer: both("x")}}, Questions: []collateral.Question{{Code: "q", Text: both("x")}}}))
	must[collateral.Edition](y.t)(y.Collateral.Play(ctx, collateral.RolePlay{Material: "vai", Edition: 1, Player: "NV-2", Steps: []collateral.Step{{Task: "wash", Passed: true}}}))
	must[collateral.Edition](y.t)(y.Collateral.Publish(ctx, collateral.Publication{Material: "vai", Edition: 1, By: "NV-9"}))
	must[collateral.Place](y.t)(y.Collateral.Open(ctx, collateral.Place{Ref: "CH", Name: both("x"), Weekday: time.Saturday, At: calendar.Clock(17, 0), Checker: "NV-5"}))
	must[collateral.Norm](y.t)(y.Collateral.SetNorm(ctx, collateral.Norm{Place: "CH", Kind: collateral.Sample, Least: 8}))
}

// week is what happens between two Saturdays, the second of which is given.
func (y *year) week(n int, saturday calendar.Date, work func()) {
	ctx, at := y.t.Context(), func(days int, hour time.Duration) time.Time {
		return saturday.AddDays(days).Start(y.zone).Add(hour * time.Hour)
	}
	y.now = at(-5, 10)
	who := fmt.Sprint("KT-", n)
	phone := []care.ContactInput{{Kind: care.ContactPhone, Text: fmt.Sprintf("0912 345 %03d", n)}}
	for _, to := range [][]care.ContactInput{phone, nil} { // to nobody: the task of a person
		must[notice.Accepted](y.t)(y.Notice.Send(ctx, notice.Request{Kind: "shop.ready", Contacts: to, Customer: who}))
		y.counts(policy.FigureNoticesTold, "", y.now, to != nil)
	}
	must[notice.Consent](y.t)(y.Notice.Grant(ctx, notice.Declaration{Key: "form/" + who, Customer: who, Contact: phone[0], Purpose: "advertising", Via: "web", Text: "v1"}))
	if n%2 == 0 {
		must[notice.Accepted](y.t)(y.Notice.Send(ctx, notice.Request{Kind: "shop.sale", Contacts: phone, Customer: who}))
		y.adds(policy.FigureAdvertising, y.now, 1)
	}
	work()
	y.now = at(-3, 10)
	if n%3 == 0 {
		must[collateral.Absence](y.t)(y.Collateral.Lack(ctx, collateral.Unmet{Place: "CH", Material: "vai", By: "NV-5"}))
		y.adds(policy.FigureAskedInVain, y.now, 1)
	}
	asked := y.now
	wish := must[collateral.Request](y.t)(y.Collateral.Request(ctx, collateral.Wish{Channel: "post", Material: "vai", Name: "Ánh", Address: "12 Hàng Bông", Owner: "NV-9", Due: asked.Add(24 * time.Hour)}))
	y.counts(policy.FigureMaterialSent, "", asked, n%4 == 0)
	if n%4 < 2 {
		y.now = asked.Add(time.Duration(20+n%4*10) * time.Hour)
		must[collateral.Request](y.t)(y.Collateral.Fulfil(ctx, collateral.Fulfilment{Request: wish.ID, By: "NV-9"}))
	}
	must[collateral.Comprehension](y.t)(y.Collateral.Hear(ctx, collateral.Hearing{Material: "vai", Edition: 1, Question: "q", Understood: n%5 > 0}))
	y.counts(policy.FigureUnderstood, "", evaluated, n%5 > 0)
	due := at(0, 17)
	if n%3 > 0 {
		y.now = at(-1, 12)
		must[collateral.Tally](y.t)(y.Collateral.Count(ctx, collateral.Count{Place: "CH", By: "NV-5", Lines: []collateral.Counted{{Material: "vai", Have: int64(2 + 10*(n%2))}}}))
		y.counts(policy.FigureStocked, "", due, n%2 == 1)
		if n%6 == 1 { // counted twice in the week
			must[collateral.Tally](y.t)(y.Collateral.Count(ctx, collateral.Count{Place: "CH", By: "NV-5", Lines: []collateral.Counted{{Material: "vai", Have: 12}}}))
			y.counts(policy.FigureStocked, "", due, true)
		}
	}
	y.counts(policy.FigureChecksDone, "", due, n%3 > 0)
	y.now = at(0, 18)
	work()
}

// loops are failures that were found, and customers who were won back or lost.
func (y *year) loops(n int) {
	ctx := y.t.Context()
	must[feedback.Budget](y.t)(y.Feedback.Fund(ctx, "cskh", care.VND(100_000_000)))
	rules := feedback.Rules{Remedies: []feedback.Remedy{{Code: "voucher", Name: both("x"), Most: care.VND(100_000)}}}
	for i := range n {
		y.now = y.instant()
		at, kept := y.now, y.chance(2)
		made := must[feedback.Recovery](y.t)(y.Feedback.Offer(ctx, rules, feedback.Offer{Incident: fmt.Sprint("SC-", i), Customer: fmt.Sprint("KP-", i), Failure: feedback.Failure{Severity: 2, Segment: "retail"},
			Remedy: "voucher", Amount: care.VND(50_000), Budget: "cskh", By: "NV-1"}))
		if y.chance(3) {
			continue // nobody knows yet
		}
		outcome := feedback.OutcomeLost
		if kept {
			outcome = feedback.OutcomeKept
		}
		must[feedback.Recovery](y.t)(y.Feedback.Conclude(ctx, made.ID, outcome))
		y.counts(policy.FigureRecovered, "retail", at, kept)

		found := must[feedback.Finding](y.t)(y.Feedback.Raise(ctx, feedback.Shortcoming{Origin: "person", Topic: fmt.Sprint("trễ ", i), Promise: detect.Promise{AtMost: 0.05}}))
		y.counts(policy.FigureFindingsClosed, "", at, false)
		y.adds(policy.FigureFindingsOpen, evaluated, 1)
		acts := y.chance(2)
		if acts {
			must[feedback.Finding](y.t)(y.Feedback.Act(ctx, feedback.Correction{Finding: found.ID, What: "x", Owner: "NV-1", Due: at.Add(24 * time.Hour)}))
		}
		y.counts(policy.FigureFindingsOwned, "", evaluated, acts)

		in := feedback.Inspection{Topic: fmt.Sprint("lắp đặt ", i), Plan: feedback.Plan{Sample: 20, Accept: 1, Promise: 0.05}, Faulty: int64(i%4 - 1)}
		if in.Faulty = max(in.Faulty, 0); i%3 > 0 {
			in.Plan.Lot = int64(100 + i)
			y.ledger = append(y.ledger, said{source: policy.FigureInspected, on: calendar.DateOf(at, y.zone), share: stats.Share{Yes: 20, Of: in.Plan.Lot}})
		}
		must[feedback.Inspected](y.t)(y.Feedback.Inspect(ctx, in))
		y.counts(policy.FigureInspectionsFailed, "", at, in.Faulty > 1)
		if in.Faulty > 1 {
			y.counts(policy.FigureFindingsClosed, "", at, false)
			y.adds(policy.FigureFindingsOpen, evaluated, 1)
			y.counts(policy.FigureFindingsOwned, "", evaluated, false)
		}
	}
}

// demand is 20 a day, and from October on 60.
func (y *year) demand() {
	for d := calendar.MustDate(2026, 6, 1); d.Before(calendar.MustDate(2026, 12, 15)); d = d.AddDays(1) {
		n := int64(18 + y.rng.IntN(5))
		if d.Month() >= time.October {
			n *= 3
		}
		y.now = d.Start(y.zone).Add(9 * time.Hour)
		must[feedback.DemandDay](y.t)(y.Feedback.CountDemand(y.t.Context(), feedback.Demanded{Topic: "giao-hang", Segment: "retail", N: n}))
	}
	y.now = y.now.Add(24 * time.Hour)
	changes := must[[]feedback.Change](y.t)(y.Feedback.JudgeDemand(y.t.Context(), calendar.MustDate(2026, 12, 15)))
	require.NotEmpty(y.t, changes, "the demand tripled")
	for _, c := range changes {
		y.ledger = append(y.ledger, said{source: policy.FigureDemandChanges, segment: "retail", on: c.Alarm.Day, amount: 1})
	}
}

// What is told, checked, found and asked for week by week: the same comparison with the ledger, where the worker has its part.
func TestFiguresOfWeeksAgreeWithTheLedger(t *testing.T) {
	tenants := yearStore(t)
	y := newYear(t, tenants, "")
	worker, err := y.Worker(queue.Config{Tenants: tenants, Now: y.clock, Concurrency: 1})
	require.NoError(t, err)
	y.shelf()
	for n := range 22 {
		y.week(n, calendar.MustDate(2026, 7, 4).AddDays(7*n), func() {
			for range 2 {
				_, err := worker.RunOnce(t.Context())
				require.NoError(t, err)
			}
		})
	}
	y.loops(40)
	y.demand()
	y.now = evaluated
	y.agree()
}
