package care_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
)

func TestNewCustomer(t *testing.T) {
	got, err := care.NewCustomer(care.CustomerInput{
		Ref:  " KH-001 ",
		Kind: "Person",
		Name: "  Nguyễn   Thị Ánh ",
		Contacts: []care.ContactInput{
			{Kind: care.ContactPhone, Text: "0912 345 678 / 0169 123 4567"},
			{Kind: care.ContactPhone, Text: "+84 912 345 678"},
			{Kind: care.ContactEmail, Text: "Anh@Example.VN"},
			{Kind: care.ContactZalo, Text: "0912 345 678"},
			{Kind: care.ContactZalo, Text: " 2512523625412515123 "},
			{Kind: care.ContactPost, Text: "12 Lê Lợi,\nQuận 1"},
			{Kind: care.ContactEmail, Text: "  "},
		},
		Needs:        []string{"Nồi cho 6 người", "", "Nồi cho 6 người"},
		Expectations: []string{"Gọi trước khi giao.\r\nGiao buổi tối."},
		Preferred:    "zalo",
		Lang:         "VI",
		Segments:     []string{"retail", "hcm", "retail"},
	}, nil)
	require.NoError(t, err)
	assert.Equal(t, care.Customer{
		Ref:  "KH-001",
		Kind: care.CustomerPerson,
		Name: "Nguyễn Thị Ánh",
		Contacts: []care.ContactPoint{
			{Kind: care.ContactPhone, Value: "+84912345678", Typed: "0912 345 678 / 0169 123 4567"},
			{Kind: care.ContactPhone, Value: "+84391234567", Typed: "0912 345 678 / 0169 123 4567"},
			{Kind: care.ContactEmail, Value: "Anh@example.vn", Typed: "Anh@Example.VN"},
			{Kind: care.ContactZalo, Value: "+84912345678", Typed: "0912 345 678"},
			{Kind: care.ContactZalo, Value: "2512523625412515123", Typed: " 2512523625412515123 "},
			{Kind: care.ContactPost, Value: "12 Lê Lợi, Quận 1", Typed: "12 Lê Lợi,\nQuận 1"},
		},
		Needs:        []string{"Nồi cho 6 người"},
		Expectations: []string{"Gọi trước khi giao.\nGiao buổi tối."},
		Preferred:    care.ChannelZalo,
		Lang:         care.LangVI,
		Segments:     []care.SegmentRef{"retail", "hcm"},
	}, got)
	assert.Equal(t, []care.Phone{"+84912345678", "+84391234567"}, got.Phones())

	encoded, err := json.Marshal(got)
	require.NoError(t, err)
	var read care.Customer
	require.NoError(t, json.Unmarshal(encoded, &read))
	assert.Equal(t, got, read)
	assert.NotContains(t, string(encoded), "verified_at")
}

func TestNewCustomerTellsAllProblemsAtOnce(t *testing.T) {
	many := make([]string, 51)
	_, err := care.NewCustomer(care.CustomerInput{
		Ref:  "a\nb",
		Kind: "friend",
		Name: strings.Repeat("x", 201),
		Contacts: []care.ContactInput{
			{Kind: care.ContactPhone, Text: "0912345678 / 09"},
			{Kind: care.ContactEmail, Text: "an@"},
			{Kind: care.ContactZalo, Text: "an"},
			{Kind: care.ContactPost, Text: strings.Repeat("x", 501)},
			{Kind: "pigeon", Text: "x"},
			{Kind: "PHONE", Text: "0912345678"},
			{Text: "0912345678"},
			{Text: " "},
		},
		Needs:        []string{"fine", strings.Repeat("x", 2001)},
		Expectations: many,
		Preferred:    "pigeon",
		Lang:         "fr",
		Segments:     []string{"a\x00"},
	}, nil)
	assert.Equal(t, map[string]string{
		"ref":            "care.not_text",
		"kind":           "care.unknown_word",
		"name":           "care.too_long",
		"contacts[0][1]": "care.phone_length",
		"contacts[1]":    "care.email_form",
		"contacts[2]":    "care.zalo_form",
		"contacts[3]":    "care.too_long",
		"contacts[4]":    "care.unknown_word",
		"contacts[5]":    "care.unknown_word",
		"contacts[6]":    "care.unknown_word",
		"needs[1]":       "care.too_long",
		"expectations":   "care.too_many",
		"preferred":      "care.unknown_word",
		"lang":           "care.unknown_word",
		"segments[0]":    "care.not_text",
	}, codesByPath(t, err))
}

func TestNewCustomerNeedsSomebody(t *testing.T) {
	_, err := care.NewCustomer(care.CustomerInput{Ref: "KH-001"}, nil)
	assert.Equal(t, map[string]string{"name": "care.nobody"}, codesByPath(t, err))
	_, err = care.NewCustomer(care.CustomerInput{Name: "Ánh"}, nil)
	require.NoError(t, err)
	_, err = care.NewCustomer(care.CustomerInput{
		Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: "0912345678"}},
	}, nil)
	require.NoError(t, err)
	_, err = care.NewCustomer(care.CustomerInput{Contacts: make([]care.ContactInput, 51)}, nil)
	assert.Equal(t, map[string]string{"contacts": "care.too_many"}, codesByPath(t, err))
}

func TestNewCustomerWithAnotherPhoneParser(t *testing.T) {
	swiss := func(text string) (care.Phone, error) {
		if rest, ok := strings.CutPrefix(text, "0"); ok {
			return care.ParsePhone("+41" + rest)
		}
		return care.ParsePhone(text)
	}
	got, err := care.NewCustomer(care.CustomerInput{Contacts: []care.ContactInput{
		{Kind: care.ContactPhone, Text: "044 668 18 00"},
		{Kind: care.ContactZalo, Text: "044 668 18 00"},
	}}, swiss)
	require.NoError(t, err)
	assert.Equal(t, "+41446681800", got.Contacts[0].Value)
	assert.Equal(t, "+41446681800", got.Contacts[1].Value)
}

func TestLogsHoldNothingPersonal(t *testing.T) {
	customer := care.Customer{
		Ref: "KH-001", Kind: care.CustomerPerson, Name: "Ánh",
		Contacts: []care.ContactPoint{{Kind: care.ContactPhone, Value: "+84912345678", Typed: "0912345678", VerifiedAt: time.Now()}},
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("seen", "customer", customer, "contact", customer.Contacts[0])
	assert.Contains(t, log.String(), "customer.ref=KH-001 customer.kind=person contact=phone")
	assert.NotContains(t, log.String(), "Ánh")
	assert.NotContains(t, log.String(), "912345678")
}

func TestProductAspects(t *testing.T) {
	pot := care.Aspect{Kind: care.AspectFeature, Code: "pot", Name: care.Text{VI: "Lòng nồi", EN: "Pot"}}
	product := care.Product{Ref: "RC-18", Aspects: []care.Aspect{pot}}
	got, ok := product.Aspect("pot")
	assert.True(t, ok)
	assert.Equal(t, pot, got)
	_, ok = product.Aspect("lid")
	assert.False(t, ok)
}

func TestZeroValuesThatMeanNothing(t *testing.T) {
	assert.True(t, care.About{}.IsZero())
	assert.False(t, care.About{Kind: care.AboutInvoice}.IsZero())
	assert.True(t, care.COD{}.IsZero())
	assert.False(t, care.COD{Amount: care.VND(1)}.IsZero())
	assert.False(t, care.COD{Status: care.CODPending}.IsZero())
	assert.False(t, care.COD{Raw: care.RawStatus{Code: "5"}}.IsZero())
	encoded, err := json.Marshal(care.Shipment{Ref: "S1"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"ref": "S1", "status": "", "attempts": 0}`, string(encoded))
	assert.NotEqual(t, fmt.Sprint(care.ErrStale), fmt.Sprint(care.ErrUnavailable))
}

func FuzzNewCustomer(f *testing.F) {
	f.Add("phone", "0912 345 678 / 0169 123 4567", "Ánh")
	f.Add("zalo", "2512523625412515123", "")
	f.Add("post", "12 Lê Lợi,\nQuận 1", "\x00")
	f.Fuzz(func(t *testing.T, kind, text, name string) {
		got, err := care.NewCustomer(care.CustomerInput{
			Name:     name,
			Contacts: []care.ContactInput{{Kind: care.ContactKind(kind), Text: text}},
		}, nil)
		if err != nil {
			require.Zero(t, got)
			problemsOf(t, err)
			return
		}
		for _, contact := range got.Contacts {
			again, err := care.NewCustomer(care.CustomerInput{
				Contacts: []care.ContactInput{{Kind: contact.Kind, Text: contact.Value}},
			}, nil)
			require.NoError(t, err)
			require.Equal(t, contact.Value, again.Contacts[0].Value)
		}
	})
}
