package notice_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
)

// edition is a template that is right.
func edition(n int, kind notice.KindCode, body string) notice.Template {
	return notice.Template{Kind: kind, Edition: n, Wordings: []notice.Wording{
		{Channels: []care.Channel{care.ChannelSMS}, Body: care.Text{VI: body, EN: body}},
	}}
}

func codes(t *testing.T, err error) (all []string) {
	t.Helper()
	var invalid *care.Invalid
	require.ErrorAs(t, err, &invalid)
	for _, p := range invalid.Problems {
		require.NoError(t, p.Reason.Check())
		all = append(all, p.Path+" "+p.Reason.Code())
	}
	return all
}

func TestWhatIsWrongIsFoundWhenATemplateIsPublished(t *testing.T) {
	s := newShop(t)
	for name, c := range map[string]struct {
		kind   notice.KindCode
		change func(*notice.Template)
		want   string
	}{
		"an unknown value":          {ready, func(t *notice.Template) { t.Wordings[0].Body.VI = "Phiếu {numbr}" }, "wordings[0].body.vi notice.unknown_variable"},
		"a value that may be gone":  {ready, func(t *notice.Template) { t.Wordings[0].Body.EN = "until {until}" }, "wordings[0].body.en notice.may_be_missing"},
		"also outside its section":  {ready, func(t *notice.Template) { t.Wordings[0].Body.EN = "{?until}x{/until} {until}" }, "wordings[0].body.en notice.may_be_missing"},
		"and where it is missing":   {ready, func(t *notice.Template) { t.Wordings[0].Body.EN = "{!until}{until}{/until}" }, "wordings[0].body.en notice.may_be_missing"},
		"an open section":           {ready, func(t *notice.Template) { t.Wordings[0].Body.EN = "{?until}" }, "wordings[0].body.en notice.section_open"},
		"a language is lacking":     {ready, func(t *notice.Template) { t.Wordings[0].Body.EN = "" }, "wordings[0].body.en care.missing"},
		"an email without subject":  {ready, func(t *notice.Template) { t.Wordings[0].Channels[0] = care.ChannelEmail }, "wordings[0].subject care.missing"},
		"no channel":                {ready, func(t *notice.Template) { t.Wordings[0].Channels = nil }, "wordings[0].channels care.missing"},
		"an unknown channel":        {ready, func(t *notice.Template) { t.Wordings[0].Channels[0] = "pigeon" }, "wordings[0].channels[0] care.unknown_word"},
		"a channel twice":           {ready, func(t *notice.Template) { t.Wordings = append(t.Wordings, t.Wordings[0]) }, "wordings[1].channels[0] notice.channel_twice"},
		"no texts":                  {ready, func(t *notice.Template) { t.Wordings = nil }, "wordings care.missing"},
		"too long":                  {ready, func(t *notice.Template) { t.Wordings[0].Body.VI = strings.Repeat("a", 10_001) }, "wordings[0].body.vi care.too_long"},
		"too many parts":            {ready, func(t *notice.Template) { t.Wordings[0].Body.VI = strings.Repeat("ả", 671) }, "sms.body.vi notice.many_parts"},
		"a control character":       {ready, func(t *notice.Template) { t.Wordings[0].Body.VI = "a\x00" }, "wordings[0].body.vi care.not_text"},
		"no kind":                   {"shop.what", func(*notice.Template) {}, "kind notice.no_kind"},
		"no edition":                {ready, func(t *notice.Template) { t.Edition = 0 }, "edition care.missing"},
		"an ad without its label":   {offer, func(t *notice.Template) { t.Wordings[0].Body.VI = "Giảm giá. {opt_out}" }, "wordings[0].body.vi notice.no_label"},
		"an ad without a way out":   {offer, func(t *notice.Template) { t.Wordings[0].Body.VI = "[QC] Giảm giá." }, "wordings[0].body.vi notice.no_opt_out"},
		"the way out is not at end": {offer, func(t *notice.Template) { t.Wordings[0].Body.VI = "[QC] {opt_out} Giảm giá!" }, "wordings[0].body.vi notice.no_opt_out"},
	} {
		good := edition(1, c.kind, "[QC] {number} {opt_out}")
		if c.kind == ready {
			good = edition(1, ready, "")
			good.Wordings[0].Body = care.Text{VI: "Phiếu {number}{?until} {until}{/until}", EN: "Ticket {number}"}
		}
		c.change(&good)
		_, err := s.Publish(t.Context(), good)
		require.Equal(t, []string{c.want}, codes(t, err), name)
	}
	for _, err := range s.Editions(ready).All(t.Context()) {
		require.NoError(t, err)
		require.Fail(t, "nothing was kept")
	}
	// Whatever can be published can be sent.
	_, err := s.Publish(t.Context(), edition(1, offer, "[QC] {number} {opt_out}"))
	require.NoError(t, err)
}

func TestTheLatestPublishedEditionIsSent(t *testing.T) {
	s := newShop(t)
	ctx := t.Context()
	say := func(n int, text string) notice.Template { return edition(n, ready, text+" {number}") }
	first, err := s.Publish(ctx, say(1, "one"))
	require.NoError(t, err)
	draft, err := s.Draft(ctx, say(3, "three {broken"))
	require.NoError(t, err, "a draft may be incomplete")
	_, err = s.Publish(ctx, say(2, "two"))
	require.NoError(t, err)

	a := s.ask(ask(ready, "A1"))
	s.run()
	require.Equal(t, "two A1", s.out[0].Plain)
	require.Equal(t, 2, s.get(a).Edition)

	again, err := s.Publish(ctx, say(1, "one"))
	require.NoError(t, err)
	require.Equal(t, first, again, "published again, it is what it was")
	_, err = s.Publish(ctx, say(1, "other"))
	require.Equal(t, []string{"edition notice.edition_taken"}, codes(t, err))
	_, err = s.Draft(ctx, say(1, "other"))
	require.Equal(t, []string{"edition notice.edition_taken"}, codes(t, err))

	better := say(3, "three")
	better.Version = draft.Version + 7
	_, err = s.Draft(ctx, better)
	require.ErrorIs(t, err, care.ErrStale)
	better.Version = draft.Version
	_, err = s.Publish(ctx, better)
	require.NoError(t, err)
	s.out = nil
	s.ask(ask(ready, "A2"))
	s.run()
	require.Equal(t, "three A2", s.out[0].Plain)
}

func TestPreviewShowsEveryChannelAndLanguageAndWhatATextCosts(t *testing.T) {
	s := newShop(t)
	tpl := edition(1, ready, "")
	tpl.Wordings[0].Body = care.Text{VI: "Phiếu {number} đã xong.", EN: "Ticket {number} is ready."}
	tpl.Wordings = append(tpl.Wordings, notice.Wording{
		Channels: []care.Channel{care.ChannelEmail}, Subject: care.Text{VI: "Phiếu {number}", EN: "Ticket {number}"},
		Body: care.Text{VI: "Giữ{?until} đến {until}{/until}.", EN: "Kept{?until} until {until}{/until}."},
	})
	all, err := s.Preview(tpl, care.NewFact("number", "<b>A1</b>"))
	require.NoError(t, err)
	require.Len(t, all, 4)
	mail, sms := all[0], all[2]
	require.Equal(t, "Giữ đến 31/08/2026.", mail.Plain)
	require.Contains(t, mail.HTML, "<title>Phiếu &lt;b&gt;A1&lt;/b&gt;</title>")
	require.Equal(t, "Phiếu <b>A1</b> đã xong.", sms.Plain)
	require.Equal(t, notice.UCS2, sms.Size.Encoding)
	require.Equal(t, "Tin có chữ ế ngoài bảng GSM-7 nên mỗi tin chỉ chứa 70 ký tự (67 khi ghép): 24 ký tự thành 1 tin.", sms.Reasons.Text(care.LangVI))
	require.Equal(t, notice.GSM7, all[3].Size.Encoding)
	require.Empty(t, all[3].Reasons)
}

func TestAKindThatIsDeclaredWronglyIsAnErrorOfTheProgram(t *testing.T) {
	for want, change := range map[string]func(*notice.Config){
		"House needs":          func(c *notice.Config) { c.House = notice.House{} },
		"declared twice":       func(c *notice.Config) { c.Kinds = append(c.Kinds, c.Kinds[0]) },
		"not like":             func(c *notice.Config) { c.Kinds[0].Code = "ready" },
		"purpose":              func(c *notice.Config) { c.Kinds[0].Purpose = notice.PurposeSharing },
		"no channels":          func(c *notice.Config) { c.Kinds[0].Channels = nil },
		`variable "number"`:    func(c *notice.Config) { c.Kinds[0].Variables = append(c.Kinds[0].Variables, c.Kinds[0].Variables[0]) },
		`variable "hotline"`:   func(c *notice.Config) { c.Kinds[0].Variables[0].Name = "hotline" },
		"is not declared well": func(c *notice.Config) { c.Kinds[0].Variables[0].Kind = "what" },
		"unknown_variable":     func(c *notice.Config) { c.Kinds[0].Default[0].Body.VI = "{what}" },
		"OptOut":               func(c *notice.Config) { c.House.OptOut = care.Text{} },
		"say {opt_out}": func(c *notice.Config) { // a survey that could not be refused
			c.House.OptOut = care.Text{}
			c.Kinds = c.Kinds[:1]
			c.Kinds[0].Default[0].Body = care.Text{VI: "{opt_out}", EN: "{opt_out}"}
		},
		"rule 0": func(c *notice.Config) { c.Rules = []notice.Rule{{Cap: notice.Cap{Most: 1}}} },
	} {
		s := newShop(t)
		change(&s.c)
		_, err := notice.New(s.tenants.ForTenant(""), s.c)
		require.ErrorContains(t, err, want)
	}
}

func TestATextThatSaysHowToRefuseNeedsAWayToRefuse(t *testing.T) {
	s := newShop(t)
	s.c.House.OptOut, s.c.Kinds = care.Text{}, s.c.Kinds[:1]
	s.make()
	said := notice.Template{Kind: s.c.Kinds[0].Code, Edition: 1, By: "NV01", Wordings: slices.Clone(s.c.Kinds[0].Default)}
	for i := range said.Wordings {
		said.Wordings[i].Body.VI += " {opt_out}"
	}
	_, err := s.Publish(t.Context(), said)
	require.Equal(t, []string{"wordings[0].body notice.no_refusing"}, codes(t, err))
}

func TestRulesThatHaveEndedAskNothingOfATemplate(t *testing.T) {
	s := newShop(t)
	s.c.Rules = notice.Vietnam()
	for i := range s.c.Rules {
		s.c.Rules[i].Until = s.c.Env.Today()
	}
	s.make()
	_, err := s.Publish(t.Context(), edition(1, offer, "Sale"))
	require.NoError(t, err)
	s.now = s.now.Add(-24 * time.Hour)
	_, err = s.Publish(t.Context(), edition(2, offer, "Sale"))
	require.Len(t, codes(t, err), 4)
}
