package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc"
	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
	"github.com/chamsoc/chamsoc/storage/queue"
)

// customer is one of the shop's, with what this night knows of them.
type customer struct {
	ref, name, phone, post string
	noZalo, busy           bool
}

var customers = []customer{
	{ref: "KH-01", name: "Nguyễn Thị Ánh", phone: "0907000001"},
	{ref: "KH-02", name: "Lê Văn Bình", phone: "0907000002"},
	{ref: "KH-03", name: "Trần Mai Chi", phone: "0907000003"},
	{ref: "KH-04", name: "Phạm Quốc Dũng", phone: "0907000004", noZalo: true},
	{ref: "KH-05", name: "Đặng Hương Giang", phone: "0907000005", noZalo: true, busy: true},
	{ref: "KH-06", name: "Vũ Thu Hạnh", phone: "0907000006"},
	{ref: "KH-07", name: erased, phone: erasedPhone},
	{ref: "KH-08", name: "Ngô Bích Liên"},
	{ref: "KH-09", name: "Đỗ Đức Minh", post: "45/7 Trần Hưng Đạo, phường Bến Thành, Thành phố Hồ Chí Minh"},
	{ref: "KH-10", name: "Bùi Kim Oanh", phone: "0907000010"},
	{ref: "KH-11", name: "Hồ Gia Phúc", phone: "0907000011", noZalo: true},
}

const (
	erased      = "Hoàng Gia Khánh"
	erasedPhone = "0907000077"
)

func named(ref string) customer {
	for _, c := range customers {
		if c.ref == ref {
			return c
		}
	}
	return customer{ref: ref}
}

// moment is something that happens in the night.
type moment struct {
	at time.Time
	do func(context.Context) error
}

// story is the night, in the order of its moments.
func (n *night) story() []moment {
	ask := func(name, ref string, kind notice.KindCode, goods care.Text) func(context.Context) error {
		return func(ctx context.Context) error { return n.ask(ctx, name, ref, kind, goods) }
	}
	return []moment{
		{clock(21, 30), n.consents},
		{clock(21, 45), ask("fallback", "KH-04", ready, aircon)},
		{clock(21, 45), ask("busy", "KH-05", ready, fridge)},
		{clock(21, 50), ask("refused", "KH-02", offer, cooler)},
		{clock(21, 50), ask("offer", "KH-03", offer, cooler)},
		{clock(21, 50), ask("never asked", "KH-10", offer, cooler)},
		{clock(21, 55), ask("poison", "KH-06", poison, wordy)},
		{clock(21, 55), ask("behind the poison", "KH-06", ready, hob)},
		{clock(22, 0), ask("letter", "KH-09", ready, washer)},
		{clock(22, 5), ask("nobody", "KH-08", ready, cooker)},
		{clock(22, 30), ask("erased", "KH-07", reminder, purifier)},
		{clock(23, 5), ask("at night", "KH-01", ready, washer)},
		{clock(23, 10), n.refuse},
		{clock(23, 30), n.erase},
		{clock(24+6, 55), func(ctx context.Context) error {
			for i := range 4 {
				if err := n.ask(ctx, fmt.Sprintf("offer %d", i+1), "KH-11", offer, cooler); err != nil {
					return err
				}
			}
			return nil
		}},
		{clock(24+7, 30), n.receive},
		{clock(24+8, 30), n.handle},
	}
}

// pass lets the night go by, five minutes at a time.
func (n *night) pass(ctx context.Context) error {
	n.say("ĐIỆN MÁY AN BÌNH · ĐÊM 4 THÁNG 5 NĂM 2026\n", "AN BÌNH ELECTRONICS · THE NIGHT OF 4 MAY 2026\n")
	story := n.story()
	for ; n.now.Before(clock(24+9, 0)); n.now = n.now.Add(5 * time.Minute) {
		for len(story) > 0 && !story[0].at.After(n.now) {
			if err := story[0].do(ctx); err != nil {
				return err
			}
			story = story[1:]
		}
		if _, err := n.worker.RunOnce(ctx); err != nil {
			return err
		}
	}
	return nil
}

// line prints what happens now.
func (n *night) line(mark, channel, ref, vi, en string) {
	text := care.Text{VI: vi, EN: en}.In(n.lang)
	const width = 100
	if runes := []rune(text); len(runes) > width {
		text = string(runes[:width-1]) + "…"
	}
	fmt.Fprintf(n.out, "%s  %s %-9s %-5s  %s\n", n.now.Format("15:04"), mark, channel, ref, text)
}

// plan prints what was decided, with the reasons that tell most.
func (n *night) plan(ref string, p notice.Planned) {
	mark := map[notice.Verdict]string{notice.VerdictSend: "·", notice.VerdictWait: "◷", notice.VerdictDecline: "⊘", notice.VerdictTask: "☎"}[p.Verdict]
	why := p.Reasons[:1]
	for _, r := range p.Reasons {
		if r.Is(notice.CodeHours) || r.Is(notice.CodeCap) {
			why = care.Reasons{r}
		}
	}
	if p.Verdict == notice.VerdictSend {
		why = p.Reasons[len(p.Reasons)-1:]
	}
	n.line(mark, "", ref, why.Text(care.LangVI), why.Text(care.LangEN))
}

// notSent hears of what was declined or given to a person after it had waited.
func (n *night) notSent(ctx context.Context, _ storage.Store, d queue.Delivery[notice.NoticeEvent]) error {
	found, err := n.care.Notice.Notice(ctx, d.Payload.Notice)
	if err == nil && len(found.Attempts) > 0 || found.Purpose == notice.PurposeAdvertising && found.Recorded.Before(n.now) {
		n.plan(string(found.Customer), found.Planned)
	}
	return err
}

func (n *night) consents(ctx context.Context) error {
	for _, ref := range []string{"KH-02", "KH-03", "KH-11"} {
		_, err := n.care.Notice.Grant(ctx, notice.Declaration{Key: "form/" + ref, Customer: ref, Purpose: "advertising", Via: "counter", Text: "quang-cao/2", By: "NV-01", Proof: "scan/" + ref})
		if err != nil {
			return err
		}
		n.line("✎", "", ref, "đồng ý nhận quảng cáo (mẫu quang-cao/2, có chữ ký)", "agrees to advertising (form quang-cao/2, signed)")
	}
	return nil
}

// ask asks for a notice under a name by which the morning finds it.
func (n *night) ask(ctx context.Context, name, ref string, kind notice.KindCode, goods care.Text) error {
	c := named(ref)
	r := notice.Request{Key: name, Kind: kind, Customer: ref, Name: c.name, Lang: string(n.lang), Values: []care.Fact{care.NewFact("goods", goods)}}
	if c.phone != "" {
		r.Contacts = append(r.Contacts, care.ContactInput{Kind: care.ContactPhone, Text: c.phone})
	}
	if c.post != "" {
		r.Contacts = append(r.Contacts, care.ContactInput{Kind: care.ContactPost, Text: c.post})
	}
	if ref == "KH-11" {
		r.Channels = []care.Channel{care.ChannelSMS}
	}
	accepted, err := n.care.Notice.Send(ctx, r)
	if err != nil {
		return err
	}
	n.asked[name] = accepted.Notice
	n.plan(ref, accepted.Planned)
	return nil
}

// send is every made-up sender at once.
func (n *night) send(_ context.Context, m notice.Message) (string, error) {
	ref := ""
	for _, c := range customers {
		if c.phone != "" && strings.HasSuffix(m.To, c.phone[1:]) || c.post != "" && m.To == c.post {
			ref = c.ref
		}
	}
	channel := care.NameOf(m.Channel).In(n.lang)
	if m.Channel == care.ChannelSMS {
		channel = "SMS"
	}
	c := named(ref)
	if m.Channel == care.ChannelZalo && c.noZalo {
		n.line("✗", channel, ref, "số này không có Zalo → kênh kế tiếp", "no Zalo account → the next channel")
		return "", notice.NoRoute(errors.New("no account"))
	}
	if n.tries[ref]++; c.busy && n.tries[ref] == 1 {
		n.line("↻", channel, ref, "tổng đài bận, gửi lại sau 20 phút", "the provider is busy, again in 20 minutes")
		return "", notice.RetryAfter(20*time.Minute, errors.New("busy"))
	}
	n.taken = append(n.taken, m)
	if m.Channel == care.ChannelPost {
		n.printed = m.HTML
	}
	n.line("✓", channel, ref, strings.ReplaceAll(m.Plain, "\n", " "), strings.ReplaceAll(m.Plain, "\n", " "))
	return "gw-" + m.ID, nil
}

// refuse: Bình texts TC.
func (n *night) refuse(ctx context.Context) error {
	n.line("✎", "SMS", "KH-02", "khách nhắn TC: từ chối quảng cáo", "the customer texts TC: no advertising")
	_, err := n.care.Notice.Withdraw(ctx, notice.Declaration{
		Key: "sms/4711", Customer: "KH-02", Contact: care.ContactInput{Kind: care.ContactPhone, Text: named("KH-02").phone}, Purpose: "advertising", Via: "sms", Proof: "sms/4711",
		Lang: string(n.lang),
	})
	return err
}

// erase deletes all that is known of Khánh, and then what SQLite still has of it in its log.
func (n *night) erase(ctx context.Context) error {
	before, err := n.bytesOf(erased, erasedPhone[1:])
	if err != nil {
		return err
	}
	if err := n.true("the name is in the database before it is erased", before > 0); err != nil {
		return err
	}
	records := 0
	for _, subject := range []string{"KH-07", "+84" + erasedPhone[1:]} { // what the number itself refused is kept under the number
		receipt, err := storage.Erase(ctx, n.store, chamsoc.Schemas(), subject)
		if err != nil {
			return err
		}
		for _, line := range receipt.Lines {
			records += line.Cleared + line.Deleted
		}
	}
	if _, err := n.db.ExecContext(ctx, `pragma wal_checkpoint(truncate)`); err != nil {
		return err
	}
	n.line("⌫", "", "KH-07", fmt.Sprintf("xóa dữ liệu theo yêu cầu: %d bản ghi, tên từng có ở %d chỗ trong tệp", records, before),
		fmt.Sprintf("erased on request: %d records, the name was in %d places of the files", records, before))
	return nil
}

// receive records what the providers report.
func (n *night) receive(ctx context.Context) error {
	for name, kind := range map[string]notice.ReceiptKind{"offer": notice.ReceiptRead, "fallback": notice.ReceiptDelivered} {
		if _, err := n.care.Notice.Receive(ctx, notice.Report{Notice: n.asked[name], Kind: kind}); err != nil {
			return err
		}
	}
	return nil
}

// handle: the morning shift does what could not be sent.
func (n *night) handle(ctx context.Context) error {
	for task, err := range n.care.Notice.Tasks().All(ctx) {
		if err != nil {
			return err
		}
		n.line("☎", "", string(task.Customer), "nhân viên ca sáng gặp khách tại quầy", "the morning shift tells the customer at the counter")
		if _, err := n.care.Notice.Handle(ctx, notice.Handling{Notice: task.ID, Version: task.Version, By: "NV-02", Via: "counter"}); err != nil {
			return err
		}
	}
	return nil
}
