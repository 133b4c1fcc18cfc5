package policy

import "github.com/chamsoc/chamsoc/care"

// What [Diff] says.
var (
	// CodeAdded: something was added.
	CodeAdded = care.NewCode("policy.added", "", care.Text{
		VI: "Thêm {what:name}.",
		EN: "Added: {what:name}.",
	})
	// CodeRemoved: something was taken out.
	CodeRemoved = care.NewCode("policy.removed", "", care.Text{
		VI: "Bỏ {what:name}.",
		EN: "Removed: {what:name}.",
	})
	// CodeSet: a value was given where there was none.
	CodeSet = care.NewCode("policy.set", "", care.Text{
		VI: "{what:name}: ghi thêm “{to:name}”.",
		EN: "{what:name}: set to “{to:name}”.",
	})
	// CodeCleared: a value was taken away.
	CodeCleared = care.NewCode("policy.cleared", "", care.Text{
		VI: "{what:name}: bỏ trống, trước là “{from:name}”.",
		EN: "{what:name}: left blank; it was “{from:name}”.",
	})
	// CodeChanged: a value is another.
	CodeChanged = care.NewCode("policy.changed", "", care.Text{
		VI: "{what:name}: đổi từ “{from:name}” thành “{to:name}”.",
		EN: "{what:name}: changed from “{from:name}” to “{to:name}”.",
	})
	// CodeReordered: the same entries stand in another order.
	CodeReordered = care.NewCode("policy.reordered", "", care.Text{
		VI: "{what:name}: đổi thứ tự.",
		EN: "{what:name}: put in another order.",
	})
)

func diffCodes() []*care.Code {
	return []*care.Code{
		CodeAdded, CodeRemoved, CodeSet, CodeCleared, CodeChanged, CodeReordered,
	}
}
