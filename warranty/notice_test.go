package warranty_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/care/policy"
	"github.com/chamsoc/chamsoc/care/sla"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/memory"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// speaking is a shop that tells its customers, by Zalo and by email.
type speaking struct {
	*shop
	t      *testing.T
	notice notice.Service
	policy policy.Service
	out    []notice.Message
}

func newSpeaking(t *testing.T) *speaking {
	t.Helper()
	tenants, err := memory.New(slices.Concat(queue.Schemas(), care.Schemas(), sla.Schemas(), warranty.Schemas(), notice.Schemas(), policy.Schemas())...)
	require.NoError(t, err)
	s := &speaking{t: t, shop: &shop{tenants: tenants, store: tenants.ForTenant(""), now: at("2026-08-31 10:00")}}
	s.config.Env.Now = func() time.Time { return s.now }
	s.Service = newService(t, s.shop)
	open(t, s.Service)
	s.policy, err = policy.New(s.store, policy.Config{Env: s.config.Env})
	require.NoError(t, err)
	for _, p := range warranty.Procedures(both("Quầy bảo hành, 1900 1234", "Warranty desk, 1900 1234"), day("2026-01-01")) {
		_, err := s.policy.PublishProcedure(t.Context(), p)
		require.NoError(t, err)
	}
	send := notice.SenderFunc(func(_ context.Context, m notice.Message) (string, error) {
		s.out = append(s.out, m)
		return "", nil
	})
	s.notice, err = notice.New(s.store, notice.Config{
		Env: s.config.Env, House: notice.House{Name: "An Bình", Hotline: "1900 1234"}, Kinds: warranty.NoticeKinds(),
		Senders: map[care.Channel]notice.Sender{care.ChannelZalo: send},
	})
	require.NoError(t, err)
	return s
}

// run lets the worker do what is due, and returns what the customers were told.
func (s *speaking) run() (told []string) {
	s.t.Helper()
	worker, err := queue.NewWorker(queue.Config{
		Tenants: s.tenants, Now: func() time.Time { return s.now }, Topics: append(warranty.Topics(), notice.Topics()...), Concurrency: 1,
		Subscriptions: slices.Concat(
			notice.Subscriptions(func(string) notice.Service { return s.notice }), warranty.Subscriptions(func(string) warranty.Service { return s.Service }),
			warranty.Notices(warranty.Speech{
				Warranty: func(string) warranty.Service { return s.Service }, Notice: func(string) notice.Service { return s.notice },
				Procedures: func(string) policy.Service { return s.policy },
			})),
	})
	require.NoError(s.t, err)
	report, err := worker.RunOnce(s.t.Context())
	require.NoError(s.t, err)
	require.Zero(s.t, report.Parked+report.Retried)
	for p, err := range queue.ListParked(s.store).All(s.t.Context()) {
		require.NoError(s.t, err)
		require.Fail(s.t, p.Error)
	}
	for _, m := range s.out {
		told = append(told, m.Plain)
	}
	s.out = nil
	return told
}

func (s *speaking) sell(sale warranty.Sale) warranty.Registration {
	s.t.Helper()
	r, err := s.Register(s.t.Context(), sale)
	require.NoError(s.t, err)
	return r.Registrations[0]
}

// told is what is recorded of what was told, as occasion and edition of the procedure.
func (s *speaking) told(of warranty.Registration) (all []string) {
	s.t.Helper()
	for told, err := range s.Told(of.ID).All(s.t.Context()) {
		require.NoError(s.t, err)
		occasion, _, _ := strings.Cut(told.Occasion, "/")
		line := occasion + " " + string(told.Procedure)
		if told.Notice.IsZero() {
			line += " nobody"
		}
		all = append(all, line)
	}
	return all
}

func TestACustomerIsToldAtTheSaleOnTheFirstRequestAndBeforeTheEnd(t *testing.T) {
	s := newSpeaking(t)
	reg := s.sell(phoneSale())
	require.Equal(t, []string{"An Bình đã đăng ký bảo hành Điện thoại Hạ An đến 31/08/2027, hóa đơn HD000123. Không cần giữ phiếu. Hỗ trợ: 1900 1234."}, s.run())

	ask := func() {
		_, err := s.Ask(t.Context(), warranty.Inquiry{Serial: "490154203237518", Phone: "0391234567"})
		require.NoError(t, err)
	}
	ask()
	ask()
	require.Equal(t, []string{"An Bình đã nhận câu hỏi về bảo hành Điện thoại Hạ An (đến 31/08/2027). Hỗ trợ: 1900 1234."}, s.run())
	ask()
	require.Empty(t, s.run(), "told once")

	s.now = at("2027-08-01 08:59")
	require.Empty(t, s.run())
	s.now = at("2027-08-01 09:00")
	require.Equal(t, []string{"An Bình xin nhắc: bảo hành Điện thoại Hạ An hết hạn sau ngày 31/08/2027. Nếu có lỗi, xin báo trước ngày đó. Hỗ trợ: 1900 1234."}, s.run())
	require.Equal(t, []string{"ending ", "request warranty", "sale warranty"}, s.told(reg))
}

func TestALetterCarriesTheProcedureWithItsTimes(t *testing.T) {
	s := newSpeaking(t)
	s.sell(phoneSale())
	s.run()
	for n, err := range s.notice.To("KH-7").All(t.Context()) {
		require.NoError(t, err)
		require.Contains(t, n.Values["procedure"].VI, "Thời hạn: 7 ngày làm việc")
		require.Contains(t, n.Values["procedure"].EN, "A lost warranty card still gets warranty")
	}
}

func TestTheEndOfALongerTermIsToldLater(t *testing.T) {
	s := newSpeaking(t)
	reg := s.sell(phoneSale())
	u, err := s.TakeIn(t.Context(), warranty.Intake{Registration: reg.ID, Promised: at("2026-10-01 10:00"), By: "NV-1"})
	require.NoError(t, err)
	s.now = at("2026-09-20 10:00") // twenty days in repair
	on := warranty.OnClaim{Claim: u.Claim.ID, By: "NV-1"}
	require.NoError(t, did(s.Accept(t.Context(), warranty.Acceptance{OnClaim: on})))
	require.NoError(t, did(s.Repair(t.Context(), warranty.ClaimWork{OnClaim: on, Centre: "tt-1"})))
	require.NoError(t, did(s.Inspect(t.Context(), warranty.Inspection{OnClaim: on, Result: "ok"})))
	require.NoError(t, did(s.Finish(t.Context(), warranty.Finished{OnClaim: on})))
	require.NoError(t, did(s.HandBack(t.Context(), on)))
	told := s.run()
	require.Len(t, told, 7, "%q", told) // the sale, the first request, five steps
	require.Contains(t, told, "An Bình đã nhận Điện thoại Hạ An. Hẹn xong trước 10:00 ngày 01/10/2026. Hỗ trợ: 1900 1234.")
	require.Contains(t, told, "An Bình nhận xử lý Điện thoại Hạ An, miễn phí theo bảo hành. Hỗ trợ: 1900 1234.")
	require.Contains(t, told, "An Bình đã trả Điện thoại Hạ An. Bảo hành còn đến 20/09/2027. Hỗ trợ: 1900 1234.")
	s.now = at("2027-08-01 09:00")
	require.Empty(t, s.run())
	s.now = at("2027-08-21 09:00")
	require.Len(t, s.run(), 1)
	require.Equal(t, []string{"claim repair", "claim ", "claim ", "claim ", "claim ", "ending ", "request warranty", "sale warranty"}, s.told(reg))
}

func TestWhatCouldNotBeRepairedIsNotToldAsDone(t *testing.T) {
	s := newSpeaking(t)
	reg := s.sell(phoneSale())
	u, err := s.TakeIn(t.Context(), warranty.Intake{Registration: reg.ID, Promised: at("2026-10-01 10:00"), By: "NV-1"})
	require.NoError(t, err)
	s.now = at("2026-09-20 10:00")
	on := warranty.OnClaim{Claim: u.Claim.ID, By: "NV-1"}
	require.NoError(t, did(s.Accept(t.Context(), warranty.Acceptance{OnClaim: on})))
	require.NoError(t, did(s.Repair(t.Context(), warranty.ClaimWork{OnClaim: on, Centre: "tt-1"})))
	require.NoError(t, did(s.Inspect(t.Context(), warranty.Inspection{OnClaim: on, Result: "dead"})))
	require.NoError(t, did(s.Finish(t.Context(), warranty.Finished{OnClaim: on, Failed: true})))
	require.Contains(t, s.run(), "An Bình rất tiếc không sửa được Điện thoại Hạ An. Mời Quý khách đến để được giải quyết tiếp. Hỗ trợ: 1900 1234.")
}

func TestTheEndIsToldOfWhatTheCustomerHas(t *testing.T) {
	s := newSpeaking(t)
	back, swapped := phoneSale(), phoneSale()
	swapped.Line, swapped.Serials = 2, []string{"490154203237526"}
	returned, exchanged := s.sell(back), s.sell(swapped)
	_, err := s.Return(t.Context(), warranty.Return{Invoice: string(returned.Invoice), Line: returned.Line})
	require.NoError(t, err)
	s.now = at("2026-09-20 10:00")
	u, err := s.TakeIn(t.Context(), warranty.Intake{Registration: exchanged.ID, Promised: at("2026-09-21 10:00"), By: "NV-1"})
	require.NoError(t, err)
	s.now = at("2026-09-25 10:00") // past what was promised, so an exchange is open
	on := warranty.OnClaim{Claim: u.Claim.ID, By: "NV-1"}
	require.NoError(t, did(s.Accept(t.Context(), warranty.Acceptance{OnClaim: on})))
	require.NoError(t, did(s.Exchange(t.Context(), warranty.Exchanging{OnClaim: on, Serial: "490154203237534"})))
	s.run()
	s.now = at("2027-08-01 09:00")
	require.Empty(t, s.run(), "the one came back, the other was exchanged")
	s.now = at("2027-08-28 09:00")
	require.Len(t, s.run(), 1, "the new one's term began with the exchange")
}

func did(_ warranty.ClaimUpdate, err error) error { return err }

func TestWhoLeftNoAddressIsNotWrittenTo(t *testing.T) {
	s := newSpeaking(t)
	sale := phoneSale()
	sale.Customer, sale.Phone = "", ""
	reg := s.sell(sale)
	require.Empty(t, s.run())
	require.Equal(t, []string{"sale  nobody"}, s.told(reg))
	tasks, err := s.notice.Tasks().Page(t.Context(), "", 1)
	require.NoError(t, err)
	require.Empty(t, tasks.Items)
}

func TestARefusalGivesItsBasisInTheLetter(t *testing.T) {
	s := newSpeaking(t)
	reg := s.sell(phoneSale())
	u, err := s.TakeIn(t.Context(), warranty.Intake{Registration: reg.ID, Fault: "water_damage", Promised: at("2026-10-01 10:00"), By: "NV-1"})
	require.NoError(t, err)
	require.NoError(t, did(s.Refuse(t.Context(), warranty.Refusal{OnClaim: warranty.OnClaim{Claim: u.Claim.ID, By: "NV-1"}})))
	require.Contains(t, s.run(), "An Bình không thể bảo hành Điện thoại Hạ An. Văn bản nêu căn cứ có tại quầy. Hỗ trợ: 1900 1234.")
	for n, err := range s.notice.About(care.About{Kind: warranty.AboutClaim, Ref: u.Claim.ID.String()}).All(t.Context()) {
		require.NoError(t, err)
		if n.Kind == warranty.StepKind(warranty.ClaimRefuse) {
			require.Contains(t, n.Values["why"].VI, "máy bị vào nước")
		}
	}
}

func TestAnErasedCustomerIsToldNothing(t *testing.T) {
	s := newSpeaking(t)
	s.sell(phoneSale())
	_, err := storage.Erase(t.Context(), s.store, slices.Concat(queue.Schemas(), care.Schemas(), warranty.Schemas(), notice.Schemas()), "KH-7")
	require.NoError(t, err)
	require.Empty(t, s.run())
	s.now = at("2027-08-01 09:00")
	require.Empty(t, s.run())
}

// After a transfer the end is told to the new holder, whatever becomes of the former one; and to nobody if the new one is erased.
func TestTheEndIsToldToWhoWasGivenIt(t *testing.T) {
	for erased, want := range map[string]int{"KH-7": 1, "KH-8": 0} {
		s := newSpeaking(t)
		reg := s.sell(phoneSale())
		s.run()
		s.now = at("2026-09-20 10:00")
		_, err := s.Transfer(t.Context(), warranty.Transfer{Invoice: string(reg.Invoice), Line: reg.Line, Customer: "KH-8", Name: "Lê Tám", Phone: "0909 090 909"})
		require.NoError(t, err)
		s.run()
		_, err = storage.Erase(t.Context(), s.store, slices.Concat(queue.Schemas(), care.Schemas(), warranty.Schemas(), notice.Schemas()), erased)
		require.NoError(t, err)
		s.now = at("2027-08-01 09:00")
		require.Len(t, s.run(), want, erased)
		for n, err := range s.notice.To("KH-8").All(t.Context()) {
			require.NoError(t, err)
			require.Equal(t, warranty.KindEnding, n.Kind)
		}
	}
}

// What was imported is told of before its end, but for what has ended, came back, or has nobody to write to.
func TestTheEndOfWhatWasImportedIsTold(t *testing.T) {
	s := newSpeaking(t)
	s.bring(t, "invoice,line,product,serial,customer,phone,sold,returned\n"+
		"HD1,1,DT-01,A1,KH-1,0912345678,2026-03-10,\n"+
		"HD2,1,QUAT-01,,KH-2,0912345679,2026-01-10,\n"+ // has ended
		"HD3,1,DT-01,A3,KH-3,0912345670,2026-03-10,2026-04-01\n"+
		"HD4,1,DT-01,A4,,,2026-03-10,\n")
	require.Empty(t, s.run(), "nothing is told of a sale of long ago")
	s.now = at("2027-02-08 09:00")
	require.Equal(t, []string{"An Bình xin nhắc: bảo hành Điện thoại Hạ An hết hạn sau ngày 10/03/2027. Nếu có lỗi, xin báo trước ngày đó. Hỗ trợ: 1900 1234."}, s.run())
	s.now = at("2040-01-01 09:00")
	require.Empty(t, s.run())
}

func TestEveryNoticeHasATextThatCanBeSent(t *testing.T) {
	s := newSpeaking(t)
	for _, k := range warranty.NoticeKinds() {
		all, err := s.notice.Preview(notice.Template{Kind: k.Code, Edition: 1, Wordings: k.Default})
		require.NoError(t, err, k.Code)
		require.Len(t, all, 12, "six channels in two languages")
		for _, p := range all {
			require.NotContains(t, p.Plain, "{")
			if p.Channel == care.ChannelSMS {
				require.LessOrEqual(t, p.Size.Parts, 5, "%s: %s", k.Code, p.Plain)
			}
		}
	}
}

func TestTheDefaultProceduresCanBePublished(t *testing.T) {
	for _, p := range warranty.Procedures(both("Quầy bảo hành", "Warranty desk"), day("2026-01-01")) {
		require.Empty(t, p.Problems(), p.Code)
	}
}
