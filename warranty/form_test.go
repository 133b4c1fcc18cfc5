package warranty_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
	"github.com/chamsoc/chamsoc/warranty"
)

// formHost is a host's limiter and its sender of codes.
type formHost struct {
	limited map[string]bool
	asked   []string // the limiter's keys
	sent    []string // the phones
	code    string   // the last one
}

func (h *formHost) Allow(_ context.Context, key string) (bool, error) {
	h.asked = append(h.asked, key)
	return !h.limited[key], nil
}

func (h *formHost) SendCode(_ context.Context, to care.Phone, code string) error {
	h.sent, h.code = append(h.sent, string(to)), code
	return nil
}

// publicShop is a shop with a public form and a worker: Ánh bought a phone and gave two numbers, Đức two fans, and somebody a phone without leaving a number.
func publicShop(t testing.TB) (s *shop, host *formHost, work func()) {
	s, host = newShop(t), &formHost{limited: map[string]bool{}}
	s.config.Limiter, s.config.Codes = host, host
	s.Service = newService(t, s)
	sale := phoneSale()
	sale.Phone += " / 0987654321"
	s.sell(t, sale)
	s.sell(t, fanSale())
	s.sell(t, warranty.Sale{Invoice: "HD000125", Line: 1, Product: "DT-01", Quantity: 1, Serials: []string{"SN-777888"}})
	worker, err := queue.NewWorker(queue.Config{
		Tenants: s.tenants, Now: func() time.Time { return s.now }, Topics: warranty.Topics(),
		Subscriptions: warranty.Subscriptions(func(string) warranty.Service { return s.Service }),
	})
	require.NoError(t, err)
	require.NoError(t, queue.RegisterTenant(t.Context(), s.tenants, "hanoi"))
	return s, host, func() {
		t.Helper()
		_, err := worker.RunOnce(context.Background())
		require.NoError(t, err)
	}
}

func anhsForm() warranty.PublicInquiry {
	return warranty.PublicInquiry{From: "203.0.113.7", Phone: "0169 123 4567", Serial: "49O1542O32375I8", Fault: "no_power"}
}

func TestAPublicFormIsAnsweredThroughThePhoneOfTheSale(t *testing.T) {
	for _, phone := range []string{"0169 123 4567", "0987654321"} {
		s, host, work := publicShop(t)
		q := anhsForm()
		q.Phone = phone
		receipt, err := s.AskPublic(t.Context(), q)
		require.NoError(t, err)
		assert.Empty(t, host.sent, "while the visitor waits nothing is looked up")
		work()
		parsed, _ := care.ParsePhone(phone)
		require.Equal(t, []string{string(parsed)}, host.sent)
		answer, err := s.ConfirmPublic(t.Context(), warranty.Confirmation{Form: receipt.Form, Code: host.code})
		require.NoError(t, err)
		assert.Equal(t, warranty.FoundOne, answer.Finding.Status)
		assert.Equal(t, warranty.Covered, answer.Decision.Outcome)
		assert.Len(t, collect(t, s.Answers(answer.Finding.Registration.ID)), 1, "the decision is kept")
		assert.NotContains(t, asJSON(t, bodies(t, s.store, "warranty_form", "by_subject")), host.code)
	}
}

// Whatever a stranger gives, the answer is the same letter for letter but for the form's number, and no code goes to anybody but the buyer.
func TestAPublicFormTellsAStrangerNothing(t *testing.T) {
	s, host, work := publicShop(t)
	uniform := func(receipt warranty.PublicReceipt) string {
		return strings.ReplaceAll(asJSON(t, receipt), receipt.Form.String(), "…")
	}
	found, err := s.AskPublic(t.Context(), anhsForm())
	require.NoError(t, err)
	work()
	require.Len(t, host.sent, 1)
	for what, q := range map[string]warranty.PublicInquiry{
		"nothing that was sold":                       {Phone: "0909090909", Serial: "NEVER-SOLD"},
		"her serial and invoice, a phone of his own":  {Phone: "0909090909", Serial: "490154203237518", Invoice: "HD000123", Name: "Nguyễn Thị Ánh"},
		"a sale without a phone, a phone of his own":  {Phone: "0909090909", Serial: "SN-777888", Invoice: "HD000125"},
		"her phone, and nothing else that is known":   {Phone: "0391234567"},
		"a slip away from her phone, and her serial":  {Phone: "0391234576", Serial: "490154203237518"},
		"her name, the product and the day, no phone": {Phone: "0909090909", Name: "Nguyễn Thị Ánh", Product: "DT-01", About: "31/08/2026"},
	} {
		q.From = "198.51.100.9"
		receipt, err := s.AskPublic(t.Context(), q)
		require.NoError(t, err, what)
		assert.Equal(t, uniform(found), uniform(receipt), what)
		work()
		assert.Len(t, host.sent, 1, what)
		_, err = s.ConfirmPublic(t.Context(), warranty.Confirmation{Form: receipt.Form, Code: host.code})
		assert.Equal(t, []string{"code warranty.code_wrong"}, problems(t, err), what)
	}
}

func TestACodeIsRefused(t *testing.T) {
	s, host, work := publicShop(t)
	receipt, err := s.AskPublic(t.Context(), anhsForm())
	require.NoError(t, err)
	work()
	wrong := "000000"
	if host.code == wrong {
		wrong = "000001"
	}
	try := func(form storage.ID[warranty.Form], code string) error {
		_, err := s.ConfirmPublic(t.Context(), warranty.Confirmation{Form: form, Code: code})
		return err
	}
	refused := []string{"code warranty.code_wrong"}
	for range 4 {
		assert.Equal(t, refused, problems(t, try(receipt.Form, wrong)))
	}
	require.NoError(t, try(receipt.Form, host.code), "the fifth try is right")
	assert.Equal(t, refused, problems(t, try(receipt.Form, host.code)), "and the last")
	assert.Equal(t, refused, problems(t, try(storage.NewID[warranty.Form](), wrong)))

	receipt, err = s.AskPublic(t.Context(), anhsForm())
	require.NoError(t, err)
	work()
	s.now = s.now.Add(15 * time.Minute)
	assert.Equal(t, refused, problems(t, try(receipt.Form, host.code)), "too late")
	work()
	assert.Empty(t, bodies(t, s.store, "warranty_form", "by_subject"), "what has expired is deleted")
}

func TestAPublicFormIsLimitedAndRead(t *testing.T) {
	s, host, work := publicShop(t)
	host.limited["from:203.0.113.7"] = true
	_, err := s.AskPublic(t.Context(), anhsForm())
	assert.Equal(t, []string{"from warranty.too_often"}, problems(t, err))
	host.limited = map[string]bool{"phone:+84391234567": true}
	_, err = s.AskPublic(t.Context(), anhsForm())
	assert.Equal(t, []string{"from warranty.too_often"}, problems(t, err))
	assert.Empty(t, bodies(t, s.store, "warranty_form", "by_subject"))

	host.limited = nil
	_, err = s.AskPublic(t.Context(), warranty.PublicInquiry{Phone: "abc", About: "31/09", Name: strings.Repeat("ế", 1e6)})
	assert.Equal(t, []string{"phone care.phone_characters", "from care.missing", "name care.too_long", "about care.date_form"}, problems(t, err))

	q := anhsForm()
	q.Key = "once"
	first, err := s.AskPublic(t.Context(), q)
	require.NoError(t, err)
	again, err := s.AskPublic(t.Context(), q)
	require.NoError(t, err)
	assert.JSONEq(t, asJSON(t, first), asJSON(t, again))
	work()
	assert.Len(t, host.sent, 1, "one form, one code")
	host.limited = map[string]bool{"form:" + first.Form.String(): true}
	_, err = s.ConfirmPublic(t.Context(), warranty.Confirmation{Form: first.Form, Code: host.code})
	assert.Equal(t, []string{"from warranty.too_often"}, problems(t, err))

	_, err = newShop(t).AskPublic(t.Context(), anhsForm())
	assert.ErrorIs(t, err, care.ErrUnavailable)
	_, err = newShop(t).ConfirmPublic(t.Context(), warranty.Confirmation{})
	assert.ErrorIs(t, err, care.ErrUnavailable)
}

func TestAFormIsErasedWithItsPhone(t *testing.T) {
	s, host, work := publicShop(t)
	_, err := s.AskPublic(t.Context(), anhsForm())
	require.NoError(t, err)
	_, err = storage.Erase(t.Context(), s.store, schemas(), string(anhPhone))
	require.NoError(t, err)
	assert.NotContains(t, strings.Join(bodies(t, s.store, "warranty_form", "by_subject"), ""), "0169")
	work()
	assert.Empty(t, host.sent)
}

// The reads and writes that a visitor waits for are the same, found or not.
func TestFoundAndNotFoundReadTheSame(t *testing.T) {
	s, _, _ := publicShop(t)
	var seen []string
	for _, q := range []warranty.PublicInquiry{anhsForm(), {From: "203.0.113.7", Phone: "0909090909", Serial: "NEVER-SOLD", Fault: "no_power"}} {
		counted := &counted{Store: s.store}
		_, err := s.In(counted).AskPublic(t.Context(), q)
		require.NoError(t, err)
		seen = append(seen, fmt.Sprint(counted.gets, counted.scans, counted.records, counted.puts))
	}
	assert.Equal(t, seen[0], seen[1])
	assert.NotEqual(t, "0 0 0 0", seen[0], "they are counted")
}

var errProvider = errors.New("the provider is down")

type failing struct{ *formHost }

func (failing) SendCode(context.Context, care.Phone, string) error { return errProvider }

// A code that could not be sent is sent later.
func TestACodeIsSentAgain(t *testing.T) {
	s, host, work := publicShop(t)
	s.config.Codes = failing{host}
	broken := newService(t, s)
	s.config.Codes = host
	working := s.Service
	s.Service = broken
	receipt, err := s.AskPublic(t.Context(), anhsForm())
	require.NoError(t, err)
	work()
	assert.Empty(t, host.sent)
	s.Service, s.now = working, s.now.Add(time.Minute)
	work()
	require.Len(t, host.sent, 1)
	_, err = s.ConfirmPublic(t.Context(), warranty.Confirmation{Form: receipt.Form, Code: host.code})
	require.NoError(t, err)
}
