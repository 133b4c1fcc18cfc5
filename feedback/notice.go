package feedback

import (
	"context"
	"errors"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// KindInvitation asks a customer to answer a survey. It goes until the customer says no to surveys, and not after the invitation has expired.
const KindInvitation notice.KindCode = "feedback.invitation"

// NoticeKinds are what this package tells customers, for [notice.Config].
func NoticeKinds() []notice.Kind {
	return []notice.Kind{{
		Code: KindInvitation, Purpose: notice.PurposeSurvey, Name: care.Text{VI: "Mời góp ý", EN: "Invitation to a survey"},
		Variables: []notice.Variable{{Name: "link", Kind: care.FactText}, {Name: "until", Kind: care.FactTime}, {Name: "survey", Kind: care.FactName}},
		Channels:  []care.Channel{care.ChannelZalo, care.ChannelSMS, care.ChannelEmail},
		Default: []notice.Wording{
			{
				Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS},
				Body: care.Text{
					VI: "{house} mong nhận được góp ý của Quý khách: {link} (đến {until}). {opt_out}",
					EN: "{house} would like to hear from you: {link} (until {until}). {opt_out}",
				},
			},
			{
				Channels: []care.Channel{care.ChannelEmail, care.ChannelWeb, care.ChannelPost, care.ChannelFax},
				Subject:  care.Text{VI: "Mời Quý khách góp ý: {survey}", EN: "We would like to hear from you: {survey}"},
				Body: care.Text{
					VI: "Kính gửi{?customer} {customer}{/customer}{!customer} Quý khách{/customer},\n\nÝ kiến của Quý khách giúp chúng tôi phục vụ tốt hơn. Xin mời góp ý tại:\n{link}\n\n" +
						"Liên kết có hiệu lực đến {until}.\n\nTrân trọng cảm ơn,\n{house}\n\n{opt_out}",
					EN: "Dear {?customer}{customer}{/customer}{!customer}customer{/customer},\n\nYour opinion helps us to serve you better. Please answer here:\n{link}\n\n" +
						"The link is valid until {until}.\n\nWith many thanks,\n{house}\n\n{opt_out}",
				},
			},
		},
	}}
}

// Notices sends invitations as they are made. of and say are the services of a tenant, and link is the address of the page on which an invitation is answered.
func Notices(of func(tenant string) Service, say func(tenant string) notice.Service, link func(storage.ID[Invitation]) string) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(Asked, "notice", func(ctx context.Context, store storage.Store, d queue.Delivery[AskedEvent]) error {
			return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				if err := of(d.Tenant).tell(ctx, tx, say(d.Tenant).In(tx), d.Payload.Invitation, link); err != nil {
					return err
				}
				return d.Done(ctx, tx)
			})
		}),
	}
}

// tell asks for the notice of an invitation. An erased customer is told nothing, and nobody is asked twice.
func (s Service) tell(ctx context.Context, tx storage.Tx, say notice.Service, id storage.ID[Invitation], link func(storage.ID[Invitation]) string) error {
	i, err := invitations.Get(ctx, tx, id)
	if errors.Is(err, storage.ErrNotFound) || err == nil && (i.Customer == "" || i.Status != StatusOpen) {
		return nil
	}
	if err != nil {
		return err
	}
	survey, err := surveys.One(ctx, tx, byEdition.Key(i.Survey, i.Edition))
	if err != nil {
		return err
	}
	_, err = say.Send(ctx, notice.Request{
		Key: id.String(), Kind: KindInvitation, Customer: string(i.Customer), Preferred: string(i.Channel), About: care.About{Kind: AboutInvitation, Ref: id.String()},
		At: i.Asked, Expires: i.Expires, Values: []care.Fact{
			care.NewFact("link", link(id)), care.NewFact("until", i.Expires.In(s.c.Env.Location())), care.NewFact("survey", survey.Title),
		},
	})
	return err
}
