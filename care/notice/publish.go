package notice

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
	"github.com/chamsoc/chamsoc/storage"
)

// Draft keeps an edition of a template that is still being written. It may be incomplete; [Service.Preview] says what is missing. A draft is replaced by the next one
// of the same edition, if that was made from its latest version (0: from any; else care.ErrStale).
func (s Service) Draft(ctx context.Context, t Template) (_ Template, err error) {
	ctx, done := s.c.Env.Observe(ctx, "notice.draft")
	defer func() { done(err) }()
	var p care.Problems
	s.templateHead(&p, t)
	if len(t.Wordings) > maxWordings {
		p.Add("wordings", "", care.CodeTooMany.With(care.NewFact("limit", maxWordings)))
	}
	if err := p.Err(); err != nil {
		return Template{}, err
	}
	t.Published, t.InForce = time.Time{}, ""
	return s.saveTemplate(ctx, t)
}

// Publish puts an edition of a template in force, if it is later than those in force. It refuses, with every problem, a value that the kind does not supply, an
// optional one where it may be missing, a language that is lacking, and what the rules forbid, so that none of this is found out when a notice is to be sent.
// The same edition with the same texts is answered with what is stored; with others it is refused with [CodeEditionTaken], because customers were told it.
func (s Service) Publish(ctx context.Context, t Template) (_ Template, err error) {
	ctx, done := s.c.Env.Observe(ctx, "notice.publish")
	defer func() { done(err) }()
	var p care.Problems
	if kind := s.templateHead(&p, t); kind != nil {
		_, err := kind.compile(t.Wordings, notOver(s.c.Rules, s.c.Env.Today()))
		p.Join("", "", err)
	}
	if i := slices.IndexFunc(t.Wordings, Wording.saysOptOut); i >= 0 && s.c.House.OptOut == (care.Text{}) {
		p.Add("wordings["+strconv.Itoa(i)+"].body", "", CodeNoRefusing.With())
	}
	if err := p.Err(); err != nil {
		return Template{}, err
	}
	t.Published, t.InForce = s.c.Env.Time(), t.Kind
	return s.saveTemplate(ctx, t)
}

// notOver are the rules that hold now or will.
func notOver(rules []Rule, on calendar.Date) []Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return r.over(on) })
}

func (s Service) templateHead(p *care.Problems, t Template) *knownKind {
	kind := s.kinds[t.Kind]
	if kind == nil {
		p.Add("kind", string(t.Kind), CodeNoKind.With())
	}
	if t.Edition < 1 {
		p.Add("edition", strconv.Itoa(t.Edition), care.CodeMissing.With())
	}
	_, err := care.ParseRef[care.StaffRef](string(t.By))
	p.Join("by", string(t.By), err)
	return kind
}

func (s Service) saveTemplate(ctx context.Context, t Template) (saved Template, err error) {
	err = s.store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
		old, err := templates.One(ctx, tx, byEdition.Key(t.Kind, t.Edition))
		switch {
		case errors.Is(err, storage.ErrNotFound):
			t.ID, t.Version = storage.ID[Template](s.c.Env.ID()), 0
		case err != nil:
			return err
		case !old.Published.IsZero():
			if t.Published.IsZero() || !reflect.DeepEqual(old.Wordings, t.Wordings) {
				return care.RefuseAt("edition", strconv.Itoa(t.Edition), CodeEditionTaken.With())
			}
			saved = old
			return nil
		case t.Version != 0 && t.Version != old.Version:
			return care.ErrStale
		default:
			t.ID, t.Version = old.ID, old.Version
		}
		saved, err = templates.Put(ctx, tx, t)
		return err
	})
	if err != nil {
		return Template{}, err
	}
	return saved, nil
}

// inForce is the texts of a kind that are sent now, and their edition.
func (s Service) inForce(ctx context.Context, r storage.Reader, k *knownKind) (compiled, int, error) {
	page, err := templates.Page(ctx, r, byInForce.Prefix(k.Code).Reverse(), "", 1)
	if err != nil || len(page.Items) == 0 {
		return k.texts, 0, err
	}
	texts, err := k.compile(page.Items[0].Wordings, nil) // it was checked under the rules when it was published
	if err != nil {                                      // the kind has changed since: a program that no longer supplies a value
		return nil, page.Items[0].Edition, nil
	}
	return texts, page.Items[0].Edition, nil
}

// Preview is what a template would say.
type Preview struct {
	Channel care.Channel `json:"channel"`
	Lang    care.Lang    `json:"lang"`
	Text
	// Size is how large a text message is; zero on other channels.
	Size    Size         `json:"size,omitzero"`
	Reasons care.Reasons `json:"reasons,omitempty"` // why it is so large
}

// Preview shows what a template says on each channel and in each language, with these values and stand-ins for those that are missing: for the screen on which it is
// written. It refuses what [Service.Publish] would.
func (s Service) Preview(t Template, values ...care.Fact) (all []Preview, err error) {
	var p care.Problems
	kind := s.kinds[t.Kind]
	if kind == nil {
		return nil, care.RefuseAt("kind", string(t.Kind), CodeNoKind.With())
	}
	texts, err := kind.compile(t.Wordings, notOver(s.c.Rules, s.c.Env.Today()))
	if err != nil {
		return nil, err
	}
	for channel := range care.Channel("").Terms().All() {
		for lang := range care.Lang("").Terms().All() {
			if _, ok := texts[channel]; !ok {
				continue
			}
			given := kind.standIns(values)
			text, err := texts.render(channel, lang, s.filled(given, "", lang), s.c.House, s.c.Env.Today())
			if err != nil {
				p.Join(string(channel)+"."+string(lang), "", err)
				continue
			}
			one := Preview{Channel: channel, Lang: lang, Text: text}
			if channel == care.ChannelSMS {
				one.Size = SMS(text.Plain)
				one.Reasons = one.Size.reasons()
			}
			all = append(all, one)
		}
	}
	return all, p.Err()
}

// standIns are the values of a preview: those given, and something of their kind for the others.
func (k *Kind) standIns(given []care.Fact) map[string]care.Text {
	values := map[string]care.Text{"customer": {VI: "Nguyễn Thị Bích Ngọc", EN: "Nguyễn Thị Bích Ngọc"}}
	for _, v := range k.Variables {
		f := care.NewFact(v.Name, "«"+v.Name+"»")
		switch v.Kind {
		case care.FactInt:
			f = care.NewFact(v.Name, 12)
		case care.FactBool:
			f = care.NewFact(v.Name, true)
		case care.FactDate:
			f = care.NewFact(v.Name, calendar.MustDate(2026, time.August, 31))
		case care.FactTime:
			f = care.NewFact(v.Name, time.Date(2026, time.August, 31, 9, 30, 0, 0, time.UTC))
		case care.FactMoney:
			f = care.NewFact(v.Name, care.VND(1_290_000))
		case care.FactSpan:
			f = care.NewFact(v.Name, calendar.Working(48*time.Hour))
		case care.FactPhone:
			f = care.NewFact(v.Name, care.Phone("+84912345678"))
		}
		values[v.Name] = valueOf(f)
	}
	for _, f := range given {
		values[f.Name()] = valueOf(f)
	}
	return values
}
