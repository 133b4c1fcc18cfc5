package policy_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

func schemas() []*storage.Schema {
	return slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), policy.Schemas())
}

// office is a service on a new store, whose clock the test moves.
type office struct {
	policy.Service
	tenants storage.Tenants
	now     time.Time
	heard   []string
}

func newOffice(t testing.TB) *office {
	tenants, err := memory.New(schemas()...)
	require.NoError(t, err)
	o := &office{tenants: tenants, now: time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)}
	o.Service, err = policy.New(tenants.ForTenant(""), policy.Config{Env: care.Env{Now: func() time.Time { return o.now }}})
	require.NoError(t, err)
	return o
}

// events delivers what was announced, and returns it.
func (o *office) events(t testing.TB) []string {
	o.heard = nil
	subs := policy.Subscriptions(func(string) policy.Service { return o.Service })
	subs = append(subs, hear(o, policy.Published, func(e policy.DocumentEvent) string { return "published " + e.Document.Code }),
		hear(o, policy.Acknowledged, func(e policy.AcknowledgedEvent) string { return "acknowledged " + string(e.Staff) }),
		hear(o, policy.StagePublished, func(e policy.StageEvent) string { return "stage " + string(e.Stage) }),
		hear(o, policy.Progressed, func(e policy.ProgressEvent) string { return fmt.Sprint("progress ", e.Segment, " ", e.Done, "/", e.Of) }),
		hear(o, policy.ReviewDue, func(e policy.ReviewEvent) string { return fmt.Sprint("review ", e.Provision, " ", e.Owner) }))
	w, err := queue.NewWorker(queue.Config{Tenants: o.tenants, Now: func() time.Time { return o.now }, Topics: policy.Topics(), Subscriptions: subs, Concurrency: 1})
	require.NoError(t, err)
	for range 2 { // what the first round announces comes in the second
		_, err = w.RunOnce(t.Context())
		require.NoError(t, err)
	}
	slices.Sort(o.heard)
	return o.heard
}

func hear[T any](o *office, topic queue.Topic[T], text func(T) string) queue.Subscription {
	return queue.Subscribe(topic, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[T]) error {
		o.heard = append(o.heard, text(d.Payload))
		return nil
	})
}

func TestAPublishedEditionNeverChanges(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	first, err := o.PublishProcedure(ctx, claims())
	require.NoError(t, err)
	require.Equal(t, o.now, first.Recorded)
	o.now = o.now.Add(time.Hour)
	again, err := o.PublishProcedure(ctx, claims())
	require.NoError(t, err)
	require.Equal(t, first, again)

	other := claims()
	other.Steps[0].Within = other.Steps[1].Within
	_, err = o.PublishProcedure(ctx, other)
	require.Equal(t, []string{"edition policy.edition_taken"}, codes(t, err))
	other.Edition, other.From = 2, day("2027-01-01")
	_, err = o.PublishProcedure(ctx, other)
	require.NoError(t, err)
	_, err = o.PublishProcedure(ctx, policy.Procedure{Code: "x", Edition: 1})
	require.Error(t, err)

	for on, want := range map[string]int{"": 1, "2026-12-31": 1, "2027-01-01": 2, "2026-11-30": 0} {
		p, ok, err := o.ProcedureOn(ctx, "bao-hanh", date(on))
		require.NoError(t, err)
		require.Equal(t, want > 0, ok, on)
		require.Equal(t, want, p.Edition, on)
	}
	require.Equal(t, []string{"published bao-hanh", "published bao-hanh"}, o.events(t))
}

func TestTheFirstAcknowledgementCounts(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	p, err := o.PublishProcedure(ctx, claims())
	require.NoError(t, err)
	d := p.Document()
	o.now = o.now.Add(time.Hour)
	first, err := o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "hoa", Key: "k1"})
	require.NoError(t, err)
	require.Equal(t, o.now, first.At)
	o.now = o.now.Add(time.Hour)
	for _, key := range []string{"k1", "k2", ""} {
		again, err := o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "hoa", Key: key})
		require.NoError(t, err)
		require.Equal(t, first, again, key)
	}
	_, err = o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "minh", Key: "k1"})
	require.Equal(t, []string{"key care.key_reused"}, codes(t, err))
	_, err = o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "minh", At: p.Recorded.Add(-time.Minute)})
	require.Equal(t, []string{"at policy.read_before"}, codes(t, err))
	d.Edition = 2
	_, err = o.Acknowledge(ctx, policy.Reading{Document: d, Staff: "minh"})
	require.Equal(t, []string{"document policy.no_document"}, codes(t, err))
	_, err = o.Acknowledge(ctx, policy.Reading{Document: policy.Document{Kind: "poem"}})
	require.Equal(t, []string{"staff care.missing", "document.kind care.unknown_word", "document.code care.missing"}, codes(t, err))

	c, err := o.Coverage(ctx, p.Document(), []care.StaffRef{"hoa", "minh"})
	require.NoError(t, err)
	require.Equal(t, []care.StaffRef{"minh"}, c.Missing)
	read := 0
	for a, err := range o.ReadBy("hoa").All(ctx) {
		require.NoError(t, err)
		require.Equal(t, first, a)
		read++
	}
	require.Equal(t, 1, read)
	require.Equal(t, []string{"acknowledged hoa", "published bao-hanh"}, o.events(t))
}

// passes publishes stages in turn.
func (o *office) passes(t testing.TB, p policy.Policy, all ...policy.Stage) (e policy.Edition) {
	for _, s := range all {
		r := policy.Passing{Code: p.Code, Edition: p.Edition, Stage: s, By: "hoa"}
		if s == policy.StagePublication {
			r.Places = []care.Text{both("Tại quầy", "At the counter")}
		}
		var err error
		e, err = o.Publish(t.Context(), r)
		require.NoError(t, err, s)
	}
	return e
}

var everyStage = []policy.Stage{policy.StageMission, policy.StageObjectives, policy.StageContents, policy.StageRollout, policy.StagePublication}

func TestALaterStageIsNotPublishedOverAnUnfinishedOne(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	p, _ := worked(2)
	p.Mission.Values, p.Rollouts[1].Tasks[0].Done = nil, date("")
	_, err := o.Save(ctx, policy.Draft{Policy: p})
	require.NoError(t, err)
	pass := func(s policy.Stage) error {
		_, err := o.Publish(ctx, policy.Passing{Code: "shop", Edition: 2, Stage: s, By: "hoa", Places: []care.Text{both("Tại quầy", "At the counter")}})
		return err
	}
	require.Equal(t, []string{"mission.values policy.unfinished"}, codes(t, pass(policy.StageMission)))
	require.Equal(t, []string{"mission.values policy.unfinished", "stage policy.earlier_stage"}, codes(t, pass(policy.StageObjectives)))
	p, _ = worked(2)
	p.Rollouts[1].Tasks[0].Done = date("")
	_, err = o.Save(ctx, policy.Draft{Policy: p})
	require.NoError(t, err)
	require.Equal(t, []string{"stage policy.earlier_stage", "stage policy.earlier_stage"}, codes(t, pass(policy.StageContents)), "finished, but not published")
	o.passes(t, p, everyStage[:3]...)
	require.Equal(t, []string{"rollouts[1].tasks[0].done policy.task_open"}, codes(t, pass(policy.StageRollout)))
	require.Equal(t, []string{"rollouts[1].tasks[0].done policy.task_open", "stage policy.earlier_stage"}, codes(t, pass(policy.StagePublication)))

	_, err = o.Finish(ctx, policy.Finished{Code: "shop", Edition: 2, Segment: "s1", Task: "paint"})
	require.Equal(t, []string{"task policy.no_task"}, codes(t, err))
	for range 2 { // the second time changes nothing
		e, err := o.Finish(ctx, policy.Finished{Code: "shop", Edition: 2, Segment: "s1", Task: "train", On: day("2026-12-01")})
		require.NoError(t, err)
		require.Equal(t, day("2026-12-01"), e.Policy.Rollouts[1].Tasks[0].Done)
	}
	e := o.passes(t, p, everyStage...)
	require.Len(t, e.Passed, 5)
	again := o.passes(t, p, policy.StagePublication)
	require.Equal(t, e, again)
	require.Equal(t, []string{"progress s1 1/1", "published shop", "stage contents", "stage mission", "stage objectives", "stage publication", "stage rollout"}, o.events(t))
	require.Equal(t, []string{"places policy.places"}, codes(t, publishNowhere(o)))
	_, err = o.Publish(ctx, policy.Passing{Code: "other", Edition: 1, Stage: policy.StageMission, By: "hoa"})
	require.Equal(t, []string{"edition policy.no_document"}, codes(t, err))
}

func publishNowhere(o *office) error {
	_, err := o.Publish(context.Background(), policy.Passing{Code: "shop", Edition: 2, Stage: policy.StagePublication, By: "hoa"})
	return err
}

func TestWhatWasPublishedIsNotChanged(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	p, _ := worked(1)
	first, err := o.Save(ctx, policy.Draft{Policy: p, Key: "k"})
	require.NoError(t, err)
	repeated, err := o.Save(ctx, policy.Draft{Policy: p, Key: "k"})
	require.NoError(t, err)
	require.Equal(t, first.Version, repeated.Version)
	o.passes(t, p, everyStage[:2]...)

	p.Mission.Statement.VI, p.Objectives.Position.EN = "Khác.", "Else."
	_, err = o.Save(ctx, policy.Draft{Policy: p})
	require.Equal(t, []string{"policy.mission policy.stage_published", "policy.objectives policy.stage_published"}, codes(t, err))
	p, _ = worked(1)
	p.Contents.Priorities.VI = "Người cao tuổi trước."
	_, err = o.Save(ctx, policy.Draft{Policy: p, Version: first.Version})
	require.ErrorIs(t, err, care.ErrStale)
	_, err = o.Save(ctx, policy.Draft{Policy: p})
	require.NoError(t, err)
	o.passes(t, p, everyStage[2:]...)
	p.People = append(p.People, policy.Person{Ref: "an", Name: both("An", "An")})
	_, err = o.Save(ctx, policy.Draft{Policy: p})
	require.Equal(t, []string{"policy policy.stage_published"}, codes(t, err))

	next := p
	next.Edition, next.From = 3, day("2027-01-01")
	_, err = o.Save(ctx, policy.Draft{Policy: next, Version: 7})
	require.ErrorIs(t, err, care.ErrStale, "there is none yet")
	_, err = o.Save(ctx, policy.Draft{Policy: next})
	require.NoError(t, err)
	for on, want := range map[string]int{"2026-12-31": 2, "2027-01-01": 2, "2025-12-31": 0} { // 3 is not published
		e, ok, err := o.On(ctx, "shop", day(on))
		require.NoError(t, err)
		require.Equal(t, want > 0, ok)
		require.Equal(t, want, e.Policy.Edition, on)
	}
	facts, err := o.Facts(ctx, "shop", 2)
	require.NoError(t, err)
	require.Equal(t, []policy.Publication{{Edition: 2, On: day("2026-12-01"), Where: both("Tại quầy", "At the counter")}}, facts.Publications)
}

func TestReviewsFallDueAndAreTold(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	p, _ := worked(1)
	p.Provisions[4].Reviewed = day("2025-12-20") // due on 20 December 2026
	p.Provisions[5].ReviewMonths = 0
	_, err := o.Save(ctx, policy.Draft{Policy: p})
	require.NoError(t, err)
	o.passes(t, p, everyStage...)
	o.events(t)
	due := func() (all []policy.ReviewTask) {
		for r, err := range o.Reviews("shop").All(ctx) {
			require.NoError(t, err)
			all = append(all, r)
		}
		return all
	}
	require.Len(t, due(), 26, "the one without a cadence is never due")
	require.Equal(t, 4, due()[0].Provision)
	require.Equal(t, day("2026-12-20").Start(care.Env{}.Location()).UTC(), due()[0].Due)
	o.now = time.Date(2026, 12, 19, 16, 59, 0, 0, time.UTC)
	require.Empty(t, o.events(t))
	o.now = o.now.Add(time.Minute)
	require.Equal(t, []string{"review 4 hoa"}, o.events(t))
	require.Empty(t, o.events(t), "once")

	_, err = o.Review(ctx, policy.Looked{Code: "shop", Edition: 2, Provision: 5, By: "hoa"})
	require.Equal(t, []string{"provision policy.no_provision"}, codes(t, err))
	for range 2 {
		r, err := o.Review(ctx, policy.Looked{Code: "shop", Edition: 2, Provision: 4, By: "hoa", Key: "r1", Note: "Vẫn đúng."})
		require.NoError(t, err)
		require.Equal(t, []policy.Review{{Provision: 4, On: day("2026-12-20"), By: "hoa", Note: "Vẫn đúng.", Recorded: o.now}}, r.Done)
		require.Equal(t, day("2027-12-20").Start(care.Env{}.Location()).UTC(), r.Due)
	}
	facts, err := o.Facts(ctx, "shop", 2)
	require.NoError(t, err)
	require.Len(t, facts.Reviews, 1)
	o.now = time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC)
	require.Len(t, o.events(t), 25, "the others, on 30 June 2027")
	o.now = time.Date(2027, 12, 20, 0, 0, 0, 0, time.UTC)
	require.Equal(t, []string{"review 4 hoa"}, o.events(t))

	p.Edition, p.From = 3, day("2028-01-01")
	_, err = o.Save(ctx, policy.Draft{Policy: p})
	require.NoError(t, err)
	o.passes(t, p, everyStage...)
	require.Len(t, due(), 26+26, "edition 2 is in force for 12 more days")
	o.now = time.Date(2027, 12, 31, 17, 0, 0, 0, time.UTC)
	_, err = o.Review(ctx, policy.Looked{Code: "shop", Edition: 2, Provision: 4, By: "hoa"})
	require.Equal(t, []string{"edition policy.not_in_force"}, codes(t, err))
	o.events(t)
	require.Len(t, due(), 26, "edition 2 ended when edition 3 came")
	require.Equal(t, 3, due()[0].Edition)
}

// An edition that is published long before it comes leaves the reviews of the one in force, and one that is published late does not end those of its successor.
func TestReviewsRunUntilTheNextEditionComes(t *testing.T) {
	for name, order := range map[string][]int{"in order": {2, 3}, "the later first": {3, 2}} {
		t.Run(name, func(t *testing.T) {
			o, ctx := newOffice(t), t.Context()
			p, _ := worked(1) // edition 2
			due := func() map[int]int {
				n := map[int]int{}
				for r, err := range o.Reviews("shop").All(ctx) {
					require.NoError(t, err)
					n[r.Edition]++
				}
				return n
			}
			p.Provisions[4].Reviewed = day("2025-12-20") // due on 20 December 2026
			for _, edition := range order {
				p.Edition = edition
				if p.From = day("2026-07-01"); edition == 3 {
					p.From = day("2027-07-01")
				}
				_, err := o.Save(ctx, policy.Draft{Policy: p})
				require.NoError(t, err)
				o.passes(t, p, everyStage...)
			}
			o.events(t)
			require.Equal(t, map[int]int{2: 27, 3: 27}, due())
			o.now = time.Date(2026, 12, 20, 0, 0, 0, 0, time.UTC)
			require.Contains(t, o.events(t), "review 4 hoa")
			_, err := o.Review(ctx, policy.Looked{Code: "shop", Edition: 2, Provision: 4, By: "hoa"})
			require.NoError(t, err)
			o.now = time.Date(2027, 6, 30, 17, 0, 0, 0, time.UTC)
			o.events(t)
			require.Equal(t, map[int]int{3: 27}, due())
		})
	}
}

func TestAPolicyIsAcknowledgedOnceItIsPublished(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	p, _ := worked(20)
	_, err := o.Save(ctx, policy.Draft{Policy: p})
	require.NoError(t, err)
	_, err = o.Acknowledge(ctx, policy.Reading{Document: p.Document(), Staff: "minh"})
	require.Equal(t, []string{"document policy.no_document"}, codes(t, err))
	o.passes(t, p, everyStage...)
	_, err = o.Acknowledge(ctx, policy.Reading{Document: p.Document(), Staff: "minh"})
	require.NoError(t, err)
	_, err = o.Edition(ctx, "shop", 9)
	require.Equal(t, []string{"edition policy.no_document"}, codes(t, err))
	e, err := o.Edition(ctx, "shop", 2)
	require.NoError(t, err)
	require.Equal(t, p, e.Policy, "stored and read back without loss")
}

// Eight screens at once: one acknowledgement for each of the staff, one edition of each document, and no error but that somebody was first.
func TestManyAtOnce(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	p, _ := worked(1)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			procedure, err := o.PublishProcedure(ctx, claims())
			if err == nil {
				_, err = o.Acknowledge(ctx, policy.Reading{Document: procedure.Document(), Staff: fmt.Sprint("staff-", i%2)})
			}
			if _, saveErr := o.Save(ctx, policy.Draft{Policy: p}); !errors.Is(saveErr, care.ErrStale) {
				err = errors.Join(err, saveErr)
			}
			if err == nil {
				_, err = o.Publish(ctx, policy.Passing{Code: "shop", Edition: 2, Stage: policy.StageMission, By: "hoa"})
			}
			errs[i] = err
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	require.Equal(t, []string{"acknowledged staff-0", "acknowledged staff-1", "published bao-hanh", "stage mission"}, o.events(t))
	e, err := o.Edition(ctx, "shop", 2)
	require.NoError(t, err)
	require.Len(t, e.Passed, 1)
}

func TestAnEmptyListIsNoOtherContent(t *testing.T) {
	o := newOffice(t)
	p := claims()
	p.Channels, p.Documents = []care.Channel{}, []care.Text{}
	_, err := o.PublishProcedure(t.Context(), p)
	require.NoError(t, err)
	_, err = o.PublishProcedure(t.Context(), p)
	require.NoError(t, err)
}
