package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/chamsoc/chamsoc/care"
	"github.com/chamsoc/chamsoc/care/notice"
	"github.com/chamsoc/chamsoc/storage"
)

// same counts a check and says what differs.
func (n *night) same(what string, want, got any) error {
	n.checks++
	if reflect.DeepEqual(want, got) {
		return nil
	}
	return fmt.Errorf("%s: expected %v, is %v", what, want, got)
}

func (n *night) true(what string, got bool) error { return n.same(what, true, got) }

// end is where a notice is in the morning.
type end struct {
	status  notice.Status
	channel care.Channel
	sent    time.Time
}

// check compares the morning with what the rules ask for.
func (n *night) check(ctx context.Context) error {
	for name, want := range map[string]end{
		"fallback":          {notice.StatusSent, care.ChannelSMS, clock(21, 45)},
		"busy":              {notice.StatusSent, care.ChannelSMS, clock(22, 5)},
		"refused":           {notice.StatusDeclined, "", time.Time{}},
		"offer":             {notice.StatusSent, care.ChannelZalo, clock(24+7, 0)},
		"never asked":       {notice.StatusDeclined, "", time.Time{}},
		"poison":            {notice.StatusHandled, "", time.Time{}},
		"behind the poison": {notice.StatusSent, care.ChannelZalo, clock(21, 55)},
		"letter":            {notice.StatusSent, care.ChannelPost, clock(22, 0)},
		"nobody":            {notice.StatusHandled, "", time.Time{}},
		"at night":          {notice.StatusSent, care.ChannelZalo, clock(24+6, 0)},
		"offer 1":           {notice.StatusSent, care.ChannelSMS, clock(24+7, 0)},
		"offer 3":           {notice.StatusSent, care.ChannelSMS, clock(24+7, 0)},
		"offer 4":           {notice.StatusWaiting, "", time.Time{}}, // three in 24 hours
	} {
		found, err := n.care.Notice.Notice(ctx, n.asked[name])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := n.same(name, want, end{found.Status, found.Channel, found.Sent.In(want.sent.Location())}); err != nil {
			return err
		}
	}
	if err := n.checkWords(ctx); err != nil {
		return err
	}
	return n.checkErased(ctx)
}

// checkWords looks at what was said, and that nothing was lost.
func (n *night) checkWords(ctx context.Context) error {
	confirmed := 0
	for _, m := range n.taken {
		if m.Kind == notice.KindRefusal {
			confirmed++
		}
		if m.Purpose == notice.PurposeAdvertising {
			label := care.Text{VI: "[QC] ", EN: "[AD] "}.In(n.lang)
			if err := n.true("an advertisement has its label first and how to refuse it last", strings.HasPrefix(m.Plain, label) && strings.HasSuffix(m.Plain, house().OptOut.In(n.lang))); err != nil {
				return err
			}
		}
	}
	if err := n.same("the refusal is confirmed once", 1, confirmed); err != nil {
		return err
	}
	if err := n.true("the letter has its address", strings.Contains(n.printed, "45/7 Trần Hưng Đạo")); err != nil {
		return err
	}
	waiting, err := n.care.Notice.Waiting().Page(ctx, "", 0)
	if err != nil {
		return err
	}
	if err := n.same("what still waits", 1, len(waiting.Items)); err != nil {
		return err
	}
	n.say("\nCòn chờ: %s", "\nStill waiting: %s", waiting.Items[0].Planned.Reasons.Text(n.lang))
	tasks, err := n.care.Notice.Tasks().Page(ctx, "", 0)
	if err != nil {
		return err
	}
	return n.same("what a person has still to do", 0, len(tasks.Items))
}

// checkErased looks for Khánh in every collection and in every byte of the database's files.
func (n *night) checkErased(ctx context.Context) error {
	if _, err := n.care.Notice.Notice(ctx, n.asked["erased"]); !errors.Is(err, storage.ErrNotFound) {
		return fmt.Errorf("the reminder to the erased customer: %w", err)
	}
	for _, m := range n.taken {
		if err := n.true("nothing went to who was erased", !strings.HasSuffix(m.To, erasedPhone[1:])); err != nil {
			return err
		}
	}
	if _, err := n.db.ExecContext(ctx, `pragma wal_checkpoint(truncate)`); err != nil {
		return err
	}
	left, err := n.bytesOf(erased, erasedPhone[1:])
	if err != nil {
		return err
	}
	n.say("Tên và số điện thoại đã xóa: còn ở %d chỗ trong tệp cơ sở dữ liệu và nhật ký của nó", "The erased name and number: in %d places of the database and its log", left)
	return n.same("places of the erased name", 0, left)
}

// bytesOf counts where any of the words is in the files of the database.
func (n *night) bytesOf(words ...string) (places int, err error) {
	for _, file := range []string{n.path, n.path + "-wal", n.path + "-shm"} {
		data, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		for _, word := range words {
			places += bytes.Count(data, []byte(word))
		}
	}
	return places, nil
}
