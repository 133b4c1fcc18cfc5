package desk_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/chamsoc/chamsoc/care/desk"
	"github.com/chamsoc/chamsoc/storage"
)

// allBodies is everything that an adapter keeps of the desk, as text.
func allBodies(t *testing.T, c *counter) string {
	t.Helper()
	var all strings.Builder
	for _, schema := range schemas() {
		index := map[string]string{
			"desk_case": "by_opened", "desk_message": "by_case", "desk_link": "by_about", "care_outcome": "by_key", "queue_item": "by_lane", "queue_lane": "by_lane",
		}[schema.Name]
		if index == "" {
			continue
		}
		require.NoError(t, c.store.View(context.Background(), func(ctx context.Context, r storage.Reader) error {
			page, err := r.Scan(ctx, schema, storage.Query{Index: index, Limit: storage.MaxPage})
			for _, rec := range page.Items {
				all.Write(rec.Body)
			}
			return err
		}))
	}
	return all.String()
}

func TestEraseACustomer(t *testing.T) {
	c := newCounter(t)
	in := anh()
	in.Key, in.Email = "k-1", "anh@example.vn"
	got := c.open(in)
	c.did(c.Hear(t.Context(), desk.Words{On: desk.On{Case: got.ID, Key: "k-2"}, Channel: "zalo", Text: "Nhà tôi ở 12 Hàng Bông."}))
	c.did(c.Note(t.Context(), desk.Note{On: on(got), Text: "Chị Ánh rất khó chịu."}))
	stranger := c.open(desk.Intake{Channel: "phone", Name: "Trần Văn Đức", Text: "Hỏi giá."})
	personal := []string{"KH-7", "Ánh", "+84391234567", "anh@example.vn", "Hàng Bông", "Giao hàng trễ", "đặt hàng"}
	for _, p := range personal {
		require.Contains(t, allBodies(t, c), p)
	}
	var exported []string
	for e, err := range storage.Export(t.Context(), c.store, schemas(), "KH-7") {
		require.NoError(t, err)
		exported = append(exported, e.Collection)
	}
	assert.Equal(t, []string{"desk_case", "desk_message", "desk_message", "desk_message"}, exported)

	receipt, err := storage.Erase(t.Context(), c.store, schemas(), "KH-7")
	require.NoError(t, err)
	cleared := map[string]int{}
	for _, line := range receipt.Lines {
		cleared[line.Collection] = line.Cleared + line.Deleted
	}
	assert.Equal(t, map[string]int{"queue_item": 0, "queue_lane": 0, "care_outcome": 0, "desk_case": 1, "desk_message": 3}, cleared)
	for _, p := range personal {
		assert.NotContains(t, allBodies(t, c), p)
	}
	assert.Contains(t, allBodies(t, c), "Trần Văn Đức", "nobody else is touched")

	left := c.load(got.ID)
	assert.Equal(t, []desk.Step{desk.StepOpen, desk.StepLink, desk.StepLink, desk.StepHear, desk.StepNote}, c.steps(got.ID), "what happened stays")
	c.did(c.Resolve(t.Context(), desk.Resolution{On: on(left), Outcome: "done"})) // and the work can be ended
	again, err := c.Open(t.Context(), in)
	require.NoError(t, err)
	assert.True(t, again.Repeated, "a gateway that sends the mail again does not bring the person back")
	assert.Empty(t, again.Case.Name)

	// What is said in the case after that is erasable too, by the case, since nobody is known.
	c.did(c.Hear(t.Context(), desk.Words{On: desk.On{Case: got.ID}, Channel: "zalo", Text: "Tôi là Ánh đây."}))
	_, err = storage.Erase(t.Context(), c.store, schemas(), "case:"+got.ID.String())
	require.NoError(t, err)
	assert.NotContains(t, allBodies(t, c), "Ánh")

	_, err = storage.Erase(t.Context(), c.store, schemas(), c.load(stranger.ID).Subject)
	require.NoError(t, err)
	assert.NotContains(t, allBodies(t, c), "Trần Văn Đức", "whom only a name is known of is erased by the case")
	assert.NotContains(t, allBodies(t, c), "Hỏi giá")
}

func TestWhatWasSaidBeforeTheCustomerWasKnownIsErasedWithTheCustomer(t *testing.T) {
	c := newCounter(t)
	got := c.open(desk.Intake{Channel: "phone", Phone: "0912345678", Text: "Tôi là Đức, nhà ở Cầu Giấy."})
	got = c.did(c.Identify(t.Context(), desk.Identification{On: on(got), Customer: "KH-9", Name: "Trần Văn Đức"}))
	assert.Equal(t, "KH-9", got.Subject)
	_, err := storage.Erase(t.Context(), c.store, schemas(), "KH-9")
	require.NoError(t, err)
	for _, p := range []string{"KH-9", "Đức", "Cầu Giấy", "+84912345678"} {
		assert.NotContains(t, allBodies(t, c), p)
	}
	// Whoever is identified afterwards does not get what was erased.
	got = c.did(c.Identify(t.Context(), desk.Identification{On: on(got), Customer: "KH-10"}))
	assert.Equal(t, "KH-10", got.Subject)
	assert.Empty(t, collect(t, c.Messages(got.ID))[0].Subject)
}
