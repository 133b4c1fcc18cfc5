package faq

import (
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
)

// KindReplied tells who asked a captured question what the reply is. Its values are the question (optional) and the reply: [Question.ReplyFacts].
const KindReplied notice.KindCode = "faq.replied"

// NoticeKinds are what this package tells customers, for [notice.Config].
func NoticeKinds() []notice.Kind {
	return []notice.Kind{{
		Code: KindReplied, Name: care.Text{VI: "Trả lời câu hỏi của khách", EN: "Reply to a customer's question"}, Purpose: notice.PurposeService,
		Channels:  []care.Channel{care.ChannelEmail, care.ChannelZalo, care.ChannelSMS, care.ChannelPost},
		Variables: []notice.Variable{{Name: "question", Kind: care.FactText, Optional: true}, {Name: "reply", Kind: care.FactText}},
		Default: []notice.Wording{
			{
				Channels: []care.Channel{care.ChannelEmail, care.ChannelPost},
				Subject:  care.Text{VI: "{house} trả lời câu hỏi của quý khách", EN: "{house}: the answer to your question"},
				Body: care.Text{
					VI: "Kính chào quý khách{?customer} {customer}{/customer},\n\n{?question}Quý khách đã hỏi: “{question}”\n\n{/question}{reply}\n\nNếu cần hỏi thêm, xin gọi {hotline}.\n{house}",
					EN: "Dear customer{?customer} {customer}{/customer},\n\n{?question}You asked: “{question}”\n\n{/question}{reply}\n\nFor anything else please call {hotline}.\n{house}",
				},
			},
			{
				Channels: []care.Channel{care.ChannelZalo, care.ChannelSMS},
				Body:     care.Text{VI: "{house} trả lời quý khách: {reply} Hỏi thêm: {hotline}", EN: "{house} answers: {reply} Questions: {hotline}"},
			},
		},
	}}
}

// ReplyFacts are the values of [KindReplied] for an answered question. A question that is longer than people recognise at a glance is left out.
func (q Question) ReplyFacts() []care.Fact {
	facts := []care.Fact{care.NewFact("reply", q.Reply)}
	if n := utf8.RuneCountInString(q.Text); n > 0 && n <= maxQuestion {
		facts = append(facts, care.NewFact("question", q.Text))
	}
	return facts
}
