package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// keep takes the policy through its stages in a store, has the staff read it, and hears of the reviews that fall due.
func (s *shop) keep(ctx context.Context) error {
	tenants, err := memory.New(chamsoc.Schemas()...)
	if err != nil {
		return err
	}
	now := time.Date(2025, time.December, 20, 2, 0, 0, 0, time.UTC)
	c, err := chamsoc.New(tenants.ForTenant(""), chamsoc.Config{Env: care.Env{Now: func() time.Time { return now }}})
	if err != nil {
		return err
	}
	draft := s.policy
	draft.Rollouts = openRollouts(draft.Rollouts)
	if _, err := c.Policy.Save(ctx, policy.Draft{Key: "draft-1", Policy: draft}); err != nil {
		return err
	}
	if err := s.stages(ctx, c.Policy, draft); err != nil {
		return err
	}
	if err := s.procedure(ctx, c.Policy); err != nil {
		return err
	}
	now = now.AddDate(0, 0, 1)
	for _, who := range []string{"cskh", "quay", "ky-thuat"} {
		if _, err := c.Policy.Acknowledge(ctx, policy.Reading{Document: draft.Document(), Staff: who}); err != nil {
			return err
		}
	}
	var staff []care.StaffRef
	for _, p := range draft.People {
		staff = append(staff, p.Ref)
	}
	read, err := c.Policy.Coverage(ctx, draft.Document(), staff)
	if err != nil {
		return err
	}
	s.say("Đã đọc: %d/%d; chưa đọc: %v.", "Have read it: %d of %d; not yet: %v.", read.Read.Yes, read.Read.Of, read.Missing)
	if err := s.want(read.Read.Yes == 3 && read.Read.Of == 9, "3 of 9 have read it, not %v", read.Read); err != nil {
		return err
	}
	now = time.Date(2026, time.January, 5, 2, 0, 0, 0, time.UTC)
	if err := s.counted(ctx, c); err != nil {
		return err
	}
	now = time.Date(2027, time.June, 15, 1, 0, 0, 0, time.UTC)
	return s.reviews(ctx, c, tenants, now)
}

// counted evaluates the policy by what Chamsoc has counted by itself in its first days: what it says of itself. Nothing has happened yet, and nothing is taken for kept.
func (s *shop) counted(ctx context.Context, c chamsoc.Chamsoc) error {
	e, err := c.Evaluate(ctx, policy.Appraisal{Code: s.policy.Code})
	if err != nil {
		return err
	}
	seen := map[policy.Element]policy.Result{}
	for _, r := range e.Results {
		if r.Outcome != policy.Unmeasured {
			seen[r.Element] = r
		}
	}
	s.say("Chamsoc tự đếm, ngày đầu năm: %d yếu tố có số liệu, trong đó:", "Counted by Chamsoc itself, at the beginning of the year: %d elements with figures, among them:", len(seen))
	fmt.Fprintf(s.out, "  %s\n", seen[policy.MissionAndPolicies].Reasons[0].Text(s.lang))
	if err := s.want(seen[policy.MissionAndPolicies].Outcome == policy.Missed && seen[policy.ServiceObjectives].Outcome == policy.Met, "the policy did not count itself"); err != nil {
		return err
	}
	for _, element := range []policy.Element{policy.Warranty, policy.TimeManagement, policy.Feedback} {
		if err := s.want(seen[element].Outcome == "", "%s was measured before anything happened", element); err != nil {
			return err
		}
	}
	return nil
}

// openRollouts are the roll-outs with the trial week of the last segment still ahead.
func openRollouts(all []policy.Rollout) []policy.Rollout {
	open := make([]policy.Rollout, len(all))
	copy(open, all)
	last := &open[len(open)-1]
	last.Tasks = append([]policy.Task(nil), last.Tasks...)
	last.Tasks[len(last.Tasks)-1].Done = calendar.Date{}
	return open
}

// stages publishes one stage after another. The publication is refused while a segment is not ready.
func (s *shop) stages(ctx context.Context, service policy.Service, p policy.Policy) error {
	pass := func(stage policy.Stage) (policy.Edition, error) {
		r := policy.Passing{Code: p.Code, Edition: p.Edition, Stage: stage, By: "giam-doc"}
		if stage == policy.StagePublication {
			r.Places = []care.Text{{VI: "Tại quầy và trang web", EN: "At the counter and on the web site"}}
		}
		return service.Publish(ctx, r)
	}
	s.say("\nCông bố từng bước:", "\nPublished stage by stage:")
	for stage, name := range policy.Stage("").Terms().All() {
		e, err := pass(stage)
		if invalid, ok := errors.AsType[*care.Invalid](err); ok {
			s.say("  %s: bị từ chối. %s", "  %s: refused. %s", name.In(s.lang), invalid.Problems[0].Reason.Text(s.lang))
			if err := s.want(stage == policy.StageRollout && len(invalid.Problems) == 1, "%s was refused", stage); err != nil {
				return err
			}
			last := p.Rollouts[len(p.Rollouts)-1]
			if _, err := service.Finish(ctx, policy.Finished{Code: p.Code, Edition: p.Edition, Segment: last.Segment, Task: last.Tasks[len(last.Tasks)-1].Code}); err != nil {
				return err
			}
			e, err = pass(stage)
		}
		if err != nil {
			return err
		}
		s.say("  %s: đã công bố, %d/5 bước.", "  %s: published, %d of 5 stages.", name.In(s.lang), len(e.Passed))
	}
	p.Mission.Statement.VI += "!"
	_, err := service.Save(ctx, policy.Draft{Policy: p})
	return s.want(err != nil, "a published policy was changed")
}

// procedure publishes how a warranty claim is handled, with a time for each step.
func (s *shop) procedure(ctx context.Context, service policy.Service) error {
	p, err := service.PublishProcedure(ctx, policy.Procedure{
		Code: "bao-hanh", Edition: 1, Audience: policy.ForCustomers, From: s.policy.From,
		Title: care.Text{VI: "Quy trình tiếp nhận và giải quyết bảo hành", EN: "How a warranty claim is handled"},
		About: care.Text{VI: "Mất phiếu bảo hành vẫn được bảo hành: chỉ cần số điện thoại đã mua hàng.", EN: "A lost card still gets warranty: the telephone number of the purchase is enough."},
		Steps: []policy.Step{
			{Who: care.Text{VI: "Nhân viên quầy", EN: "Counter staff"}, What: care.Text{VI: "Tra thông tin mua hàng, ghi tình trạng máy, đưa biên nhận có ngày hẹn.", EN: "Look up the purchase, note the state of the device, hand over a receipt with the promised date."}, Within: calendar.Wall(15 * time.Minute)},
			{Who: care.Text{VI: "Kỹ thuật viên", EN: "Technician"}, What: care.Text{VI: "Kiểm tra máy, gọi báo kết quả và cách xử lý.", EN: "Examine the device, call with the result and what will be done."}, Within: calendar.Working(8 * time.Hour)},
			{Who: care.Text{VI: "Kỹ thuật viên", EN: "Technician"}, What: care.Text{VI: "Sửa hoặc thay; quá hẹn thì mang máy dùng tạm đến.", EN: "Repair or replace it; if it takes longer, bring a device on loan."}, Within: calendar.WorkingDates(5)},
			{Who: care.Text{VI: "Nhân viên quầy", EN: "Counter staff"}, What: care.Text{VI: "Trả máy, cùng khách thử lại, ghi thời gian bảo hành được cộng thêm.", EN: "Give it back, try it together, note by how much the term is extended."}, Within: calendar.Wall(20 * time.Minute)},
		},
		Documents: []care.Text{{VI: "Máy và phụ kiện liên quan", EN: "The device and what belongs to the fault"}, {VI: "Phiếu bảo hành hoặc hóa đơn nếu còn", EN: "The card or the invoice, if you still have it"}},
		Channels:  []care.Channel{care.ChannelCounter, care.ChannelPhone, care.ChannelZalo},
		First:     care.Text{VI: "Người cao tuổi, người khuyết tật, phụ nữ mang thai, nhà có trẻ nhỏ.", EN: "Elderly and disabled people, pregnant women, homes with small children."},
		Contact:   care.Text{VI: "Quầy bảo hành, 1900 6868, 7 giờ 30 đến 21 giờ mỗi ngày", EN: "Warranty desk, 1900 6868, 7:30 to 21:00 every day"},
	})
	if err != nil {
		return err
	}
	html, err := p.HTML(s.lang)
	if err != nil {
		return err
	}
	s.say("Quy trình “%s” có %d bước, bước nào cũng có thời hạn.", "The procedure “%s” has %d steps, each with a time.", p.Title.In(s.lang), len(p.Steps))
	return os.WriteFile(filepath.Join(s.dir, fmt.Sprintf("procedure-%s.html", s.lang)), []byte(html), 0o644)
}

// reviews hears of what falls due.
func (s *shop) reviews(ctx context.Context, c chamsoc.Chamsoc, tenants storage.Tenants, now time.Time) error {
	due := 0
	w, err := c.Worker(queue.Config{Tenants: tenants, Now: func() time.Time { return now }, Concurrency: 1, Subscriptions: []queue.Subscription{
		queue.Subscribe(policy.ReviewDue, "owner", func(context.Context, storage.Store, queue.Delivery[policy.ReviewEvent]) error {
			due++
			return nil
		}),
	}})
	if err != nil {
		return err
	}
	for range 2 { // the timers ring, and then what they announce is delivered
		if _, err := w.RunOnce(ctx); err != nil {
			return err
		}
	}
	s.say("Đến %s: báo %d quy định cần xem xét lại.", "By %s: %d provisions are due for review.", now.Format("02/01/2006"), due)
	return s.want(due == len(s.policy.Provisions), "%d reviews of %d were told", due, len(s.policy.Provisions))
}
