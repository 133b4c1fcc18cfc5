package notice_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// shop is a company with fake senders and a clock of its own.
type shop struct {
	t       *testing.T
	now     time.Time
	ids     uint64
	tenants storage.Tenants
	c       notice.Config
	notice.Service
	out []notice.Message                        // what the senders took
	say map[care.Channel]func(n int) error      // how a sender answers the nth message
	hit map[care.Channel]int                    // how often it was called
	on  map[care.Channel]func(m notice.Message) // what happens while it is sending
	err []notice.NoticeEvent                    // what was not sent
}

// ten in the morning in Vietnam
var ten = time.Date(2026, 5, 4, 3, 0, 0, 0, time.UTC)

const (
	ready   notice.KindCode = "shop.ready"
	ends    notice.KindCode = "shop.ends"
	opinion notice.KindCode = "shop.opinion"
	offer   notice.KindCode = "shop.offer"
)

func kinds() []notice.Kind {
	all := []care.Channel{care.ChannelZalo, care.ChannelSMS, care.ChannelEmail, care.ChannelPost}
	kind := func(code notice.KindCode, p notice.Purpose, vi, en string) notice.Kind {
		return notice.Kind{
			Code: code, Name: care.Text{VI: "Thử", EN: "Test"}, Purpose: p, Channels: all,
			Variables: []notice.Variable{{Name: "number", Kind: care.FactText}, {Name: "until", Kind: care.FactDate, Optional: true}},
			Default: []notice.Wording{
				{Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS}, Body: care.Text{VI: vi, EN: en}},
				{Channels: []care.Channel{care.ChannelEmail, care.ChannelPost, care.ChannelFax}, Subject: care.Text{VI: "[QC] Phiếu {number}", EN: "[AD] Ticket {number}"}, Body: care.Text{VI: vi, EN: en}},
			},
		}
	}
	return []notice.Kind{
		kind(ready, notice.PurposeService, "{?customer}Chào {customer}, {/customer}phiếu {number} đã xong{?until}, giữ đến {until}{/until}. {house} {hotline}", "{?customer}Dear {customer}, {/customer}ticket {number} is ready{?until}, kept until {until}{/until}. {house} {hotline}"),
		kind(ends, notice.PurposeCare, "Phiếu {number} sắp hết hạn. {house}", "Ticket {number} ends soon. {house}"),
		kind(opinion, notice.PurposeSurvey, "Quý khách thấy phiếu {number} thế nào?", "How was ticket {number}?"),
		kind(offer, notice.PurposeAdvertising, "[QC] Giảm giá {number}. {opt_out}", "[AD] Sale {number}. {opt_out}"),
	}
}

func newShop(t *testing.T) *shop {
	s := &shop{
		t: t, now: ten, say: map[care.Channel]func(int) error{}, hit: map[care.Channel]int{}, on: map[care.Channel]func(notice.Message){},
	}
	var err error
	s.tenants, err = memory.New(schemas()...)
	require.NoError(t, err)
	s.c = notice.Config{
		Env:     care.Env{Now: func() time.Time { return s.now }, NewID: s.id},
		House:   notice.House{Name: "Điện máy An Bình", Hotline: "1900 1234", Address: "12 Lê Lợi\nQuận 1", OptOut: care.Text{VI: "Từ chối: TC gửi 8088", EN: "Stop: TC to 8088"}},
		Kinds:   kinds(),
		Senders: map[care.Channel]notice.Sender{},
	}
	for channel := range care.Channel("").Terms().All() {
		s.c.Senders[channel] = notice.SenderFunc(func(_ context.Context, m notice.Message) (string, error) { return s.send(channel, m) })
	}
	s.make()
	return s
}

// make makes the service anew, after its configuration has changed.
func (s *shop) make() {
	var err error
	s.Service, err = notice.New(s.tenants.ForTenant(""), s.c)
	require.NoError(s.t, err)
}

func schemas() (all []*storage.Schema) {
	for _, part := range [][]*storage.Schema{queue.Schemas(), care.Schemas(), notice.Schemas()} {
		all = append(all, part...)
	}
	return all
}

// id makes ids in the order of asking, so that tests can be repeated.
func (s *shop) id() uuid.UUID {
	s.ids++
	return uuid.UUID{0: byte(s.now.UnixMilli() >> 40), 1: byte(s.now.UnixMilli() >> 32), 2: byte(s.now.UnixMilli() >> 24), 3: byte(s.now.UnixMilli() >> 16),
		4: byte(s.now.UnixMilli() >> 8), 5: byte(s.now.UnixMilli()), 6: 0x70, 8: 0x80, 13: byte(s.ids >> 16), 14: byte(s.ids >> 8), 15: byte(s.ids)}
}

func (s *shop) send(channel care.Channel, m notice.Message) (string, error) {
	s.hit[channel]++
	if on := s.on[channel]; on != nil {
		on(m)
	}
	if say := s.say[channel]; say != nil {
		if err := say(s.hit[channel]); err != nil {
			return "", err
		}
	}
	s.out = append(s.out, m)
	return "P-" + m.ID, nil
}

// always answers every message with the same error.
func always(err error) func(int) error { return func(int) error { return err } }

// run lets the worker do what is due.
func (s *shop) run() queue.Report {
	s.t.Helper()
	report, err := s.runIn(s.t.Context())
	require.NoError(s.t, err)
	require.Zero(s.t, report.Parked)
	return report
}

func (s *shop) runIn(ctx context.Context) (queue.Report, error) {
	s.t.Helper()
	worker, err := queue.NewWorker(queue.Config{
		Tenants: s.tenants, Now: func() time.Time { return s.now }, Topics: notice.Topics(), Concurrency: 1, Grace: -1,
		Subscriptions: append(notice.Subscriptions(func(string) notice.Service { return s.Service }),
			queue.Subscribe(notice.NotSent, "test", func(_ context.Context, _ storage.Store, d queue.Delivery[notice.NoticeEvent]) error {
				s.err = append(s.err, d.Payload)
				return nil
			})),
	})
	require.NoError(s.t, err)
	return worker.RunOnce(ctx)
}

// ask is a request to a customer with a phone and an email address.
func ask(kind notice.KindCode, number string) notice.Request {
	return notice.Request{
		Kind: kind, Customer: "KH001", Name: "Nguyễn Thị Bích Ngọc", Lang: "vi", Values: []care.Fact{care.NewFact("number", number)},
		Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912 345 678"}, {Kind: care.ContactEmail, Text: "ngoc@example.vn"}},
	}
}

func (s *shop) ask(r notice.Request) notice.Accepted {
	s.t.Helper()
	a, err := s.Send(s.t.Context(), r)
	require.NoError(s.t, err)
	return a
}

func (s *shop) get(a notice.Accepted) notice.Notice {
	s.t.Helper()
	n, err := s.Notice(s.t.Context(), a.Notice)
	require.NoError(s.t, err)
	return n
}

// took is what the senders took, as channel and number.
func (s *shop) took() (all []string) {
	for _, m := range s.out {
		all = append(all, string(m.Channel)+" "+m.Values["number"])
	}
	s.out = nil
	return all
}

var errBusy = errors.New("busy")
