package desk

import (
	"context"
	"errors"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// KindReceived tells a customer that a case was received (Law 19/2023/QH15 art. 31.2: within 3 working days), and when the answer is promised.
const KindReceived notice.KindCode = "desk.received"

// NoticeKinds are what this package tells customers, for [notice.Config].
func NoticeKinds() []notice.Kind {
	return []notice.Kind{{
		Code: KindReceived, Purpose: notice.PurposeService, Name: care.Text{VI: "Đã nhận yêu cầu", EN: "Request received"},
		Variables: []notice.Variable{
			{Name: "received", Kind: care.FactTime}, {Name: "number", Kind: care.FactText, Optional: true}, {Name: "answer_by", Kind: care.FactTime, Optional: true},
		},
		Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS, care.ChannelEmail, care.ChannelPost},
		Default: []notice.Wording{
			{
				Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS},
				Body: care.Text{
					VI: "{house} đã nhận yêu cầu{?number} {number}{/number} lúc {received}.{?answer_by} Quý khách sẽ nhận được trả lời chậm nhất vào {answer_by}.{/answer_by} Hỗ trợ: {hotline}.",
					EN: "{house} received your request{?number} {number}{/number} at {received}.{?answer_by} You will have an answer by {answer_by}.{/answer_by} Help: {hotline}.",
				},
			},
			{
				Channels: []care.Channel{care.ChannelEmail, care.ChannelWeb, care.ChannelPost, care.ChannelFax},
				Subject:  care.Text{VI: "Đã nhận yêu cầu{?number} {number}{/number}", EN: "Your request{?number} {number}{/number} was received"},
				Body: care.Text{
					VI: "Kính gửi{?customer} {customer}{/customer}{!customer} Quý khách{/customer},\n\nChúng tôi đã nhận được yêu cầu của Quý khách lúc {received}.{?number} Mã theo dõi: {number}.{/number}\n\n" +
						"{?answer_by}Quý khách sẽ nhận được trả lời chậm nhất vào {answer_by}.\n\n{/answer_by}Mọi thắc mắc xin liên hệ {hotline}.\n\nTrân trọng,\n{house}",
					EN: "Dear {?customer}{customer}{/customer}{!customer}customer{/customer},\n\nWe received your request at {received}.{?number} Your reference is {number}.{/number}\n\n" +
						"{?answer_by}You will have an answer by {answer_by}.\n\n{/answer_by}If you have any questions, please call {hotline}.\n\nYours sincerely,\n{house}",
				},
			},
		},
	}}
}

// Notices sends the automatic word that [AcknowledgementDue] asks for, by the channel by which the case came. of and say are the services of a tenant.
func Notices(of func(tenant string) Service, say func(tenant string) notice.Service) []queue.Subscription {
	return []queue.Subscription{
		queue.Subscribe(AcknowledgementDue, "notice", func(ctx context.Context, store storage.Store, d queue.Delivery[Acknowledgement]) error {
			return store.Update(ctx, func(ctx context.Context, tx storage.Tx) error {
				if err := of(d.Tenant).In(tx).tell(ctx, say(d.Tenant).In(tx), d.Payload); err != nil {
					return err
				}
				return d.Done(ctx, tx)
			})
		}),
	}
}

// tell asks for the notice that a case was received, to the address that the case has now. An erased customer is told nothing.
func (s Service) tell(ctx context.Context, say notice.Service, a Acknowledgement) error {
	c, err := s.Case(ctx, a.Case)
	if errors.Is(err, storage.ErrNotFound) || err == nil && c.Subject == "" {
		return nil
	}
	if err != nil {
		return err
	}
	r := notice.Request{
		Key: a.Case.String(), Kind: KindReceived, Customer: string(c.Customer), Name: c.Name, Lang: string(a.Lang), Preferred: string(a.Channel),
		About: care.About{Kind: AboutCase, Ref: a.Case.String()}, At: a.Received,
		Values:   []care.Fact{care.NewFact("received", s.local(a.Received)), care.NewFact("number", a.Number)},
		Contacts: []care.ContactInput{{Kind: care.ContactPhone, Text: string(c.Phone)}, {Kind: care.ContactEmail, Text: c.Email}},
	}
	if !a.AnswerBy.IsZero() {
		r.Values = append(r.Values, care.NewFact("answer_by", s.local(a.AnswerBy)))
	}
	_, err = say.Send(ctx, r)
	return err
}
