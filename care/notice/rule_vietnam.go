package notice

import (
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/calendar"
)

const day = 24 * time.Hour

// Vietnam is what holds in Vietnam: Decree 91/2020/ND-CP on advertising, in force since 1 October 2020; the Law on protection of consumers' rights; what Zalo
// admits; and the house rule that reminders, surveys and advertisements leave people in peace at night. It is the default. Rules change: append rows, or end them
// by Until. Numbers on the national Do-Not-Call list (art. 7) are recorded as refusals of advertising by [Service.Withdraw], with the number as the contact.
func Vietnam() []Rule {
	ad := Rule{Purpose: PurposeAdvertising, From: calendar.MustDate(2020, time.October, 1), Source: "VN Decree 91/2020/ND-CP art. 13"}
	consent, texts, mails, calls := ad, ad, ad, ad
	consent.Need = NeedGranted
	texts.Channel, texts.Hours, texts.Cap, texts.Waivable = care.ChannelSMS, hours(7, 22), Cap{3, day}, true
	mails.Channel, mails.Cap, mails.Waivable = care.ChannelEmail, Cap{3, day}, true
	calls.Channel, calls.Hours, calls.Cap, calls.Waivable = care.ChannelPhone, hours(8, 17), Cap{1, day}, true

	labels := []string{"[QC]", "[AD]"}
	textLabel, textRefusal, mailForm := ad, ad, ad
	textLabel.Channel, textLabel.Labels, textLabel.Source = care.ChannelSMS, labels, "VN Decree 91/2020/ND-CP art. 15"
	textRefusal.Channel, textRefusal.OptOut, textRefusal.Source = care.ChannelSMS, true, "VN Decree 91/2020/ND-CP art. 16"
	mailForm.Channel, mailForm.Labels, mailForm.OptOut, mailForm.Source = care.ChannelEmail, labels, true, "VN Decree 91/2020/ND-CP"

	const peace = "VN Law 19/2023/QH15 art. 10.1.b"
	return []Rule{
		consent, texts, mails, calls, textLabel, textRefusal, mailForm,
		{Purpose: PurposeCare, Need: NeedNoRefusal, Source: peace},
		{Purpose: PurposeSurvey, Need: NeedNoRefusal, Source: peace},
		{Purpose: PurposeCare, Channel: care.ChannelSMS, Hours: hours(7, 21)},
		{Purpose: PurposeCare, Channel: care.ChannelZalo, Hours: hours(7, 21)},
		{Purpose: PurposeCare, Channel: care.ChannelPhone, Hours: hours(8, 20)},
		{Purpose: PurposeSurvey, Channel: care.ChannelSMS, Hours: hours(7, 21)},
		{Purpose: PurposeSurvey, Channel: care.ChannelZalo, Hours: hours(7, 21)},
		{Purpose: PurposeSurvey, Channel: care.ChannelPhone, Hours: hours(8, 20)},
		{Purpose: PurposeAdvertising, Channel: care.ChannelZalo, Hours: hours(7, 21)},
		{Channel: care.ChannelZalo, Hours: hours(6, 22), Source: "Zalo Notification Service, error -133"},
	}
}

func hours(from, until int) Hours { return Hours{calendar.Clock(from, 0), calendar.Clock(until, 0)} }
