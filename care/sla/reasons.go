package sla

import "github.com/chamsoc/chamsoc/care"

// How a clock stands.
var (
	// CodeNothing: no clock runs.
	CodeNothing = care.NewCode("sla.nothing_running", "", care.Text{
		VI: "Không có đồng hồ cam kết nào đang chạy.",
		EN: "No clock is running.",
	})
	// CodeNotOpened: the case was not opened by then.
	CodeNotOpened = care.NewCode("sla.not_opened", "", care.Text{
		VI: "Đến {at:time} yêu cầu chưa được mở nên chưa có cam kết nào.",
		EN: "By {at:time} the case had not been opened, so nothing was promised yet.",
	})
	// CodeStarted: what was promised, and when its clock began.
	CodeStarted = care.NewCode("sla.started", "", care.Text{
		VI: "{target:name}: cam kết trong {within:span}, tính từ {started:time}.",
		EN: "{target:name}: promised within {within:span} from {started:time}.",
	})
	// CodeStartsAtOpening: it was set off in closed time.
	CodeStartsAtOpening = care.NewCode("sla.starts_at_opening", "", care.Text{
		VI: "{target:name}: lúc {started:time} đang ngoài giờ làm việc, nên giờ được tính từ khi mở cửa, {counts:time}.",
		EN: "{target:name}: {started:time} was outside working hours, so time counts from the opening at {counts:time}.",
	})
	// CodeDue: it runs, and is not late.
	CodeDue = care.NewCode("sla.due", "", care.Text{
		VI: "{target:name}: hạn chót là {due:time}, còn {left:span}.",
		EN: "{target:name}: due at {due:time}, with {left:span} left.",
	})
	// CodeDueNow: it runs, nothing is left, and it is not late.
	CodeDueNow = care.NewCode("sla.due_now", "", care.Text{
		VI: "{target:name}: hạn chót là {due:time}, không còn ngày hay giờ nào sau đó.",
		EN: "{target:name}: due at {due:time}; nothing is left after that.",
	})
	// CodePaused: it is paused, so it has no due time.
	CodePaused = care.NewCode("sla.paused", "", care.Text{
		VI: "{target:name}: đang tạm dừng nên chưa có hạn chót; khi chạy tiếp sẽ còn {left:span}.",
		EN: "{target:name}: paused, so there is no due time; {left:span} will be left when it goes on.",
	})
	// CodeOverdue: it is not done, and its due time has passed.
	CodeOverdue = care.NewCode("sla.overdue", "", care.Text{
		VI: "{target:name}: đã trễ hẹn từ {due:time}, đến nay trễ {late_wall:span} theo đồng hồ.",
		EN: "{target:name}: overdue since {due:time}, by {late_wall:span} so far by the clock on the wall.",
	})
	// CodeMet: it was done in time.
	CodeMet = care.NewCode("sla.met", "", care.Text{
		VI: "{target:name}: đúng hẹn, xong lúc {ended:time}, trước hạn chót {due:time}, còn dư {left:span}.",
		EN: "{target:name}: kept, done at {ended:time}, before it was due at {due:time}, with {left:span} to spare.",
	})
	// CodeMetAtDue: it was done at the last moment.
	CodeMetAtDue = care.NewCode("sla.met_at_due", "", care.Text{
		VI: "{target:name}: đúng hẹn, xong lúc {ended:time}, vừa kịp hạn chót {due:time}.",
		EN: "{target:name}: kept, done at {ended:time}, just in time for its due time of {due:time}.",
	})
	// CodeMetOnDate: it was done on the last of its working dates, before that was over.
	CodeMetOnDate = care.NewCode("sla.met_on_date", "", care.Text{
		VI: "{target:name}: đúng hẹn, xong lúc {ended:time}, trong ngày làm việc cuối cùng, trước hạn chót {due:time}.",
		EN: "{target:name}: kept, done at {ended:time}, on its last working day, before it was due at {due:time}.",
	})
	// CodeLate: it was done too late.
	CodeLate = care.NewCode("sla.late", "", care.Text{
		VI: "{target:name}: trễ hẹn, xong lúc {ended:time}, sau hạn chót {due:time}, trễ {late_wall:span} theo đồng hồ.",
		EN: "{target:name}: broken, done at {ended:time}, after it was due at {due:time}, late by {late_wall:span} by the clock on the wall.",
	})
	// CodeLateWorking: how much of being late was working time.
	CodeLateWorking = care.NewCode("sla.late_working", "", care.Text{
		VI: "{target:name}: trong đó {late:span}, không kể lúc tạm dừng.",
		EN: "{target:name}: {late:span} of that, pauses left out.",
	})
	// CodeLateOutsideHours: being late took no working time.
	CodeLateOutsideHours = care.NewCode("sla.late_outside_hours", "", care.Text{
		VI: "{target:name}: trong đó không có giờ làm việc nào, vì hạn chót là lúc hết giờ làm việc hoặc đồng hồ đang tạm dừng.",
		EN: "{target:name}: none of that was working time, since it was due when work ended, or its clock was paused.",
	})
	// CodeByResolution: a resolution satisfied what had not been answered.
	CodeByResolution = care.NewCode("sla.by_resolution", "", care.Text{
		VI: "{target:name}: việc giải quyết xong yêu cầu được tính là đã đáp ứng.",
		EN: "{target:name}: the resolution counts as having done it.",
	})
	// CodeCancelled: the promise fell away.
	CodeCancelled = care.NewCode("sla.cancelled", "", care.Text{
		VI: "{target:name}: từ {ended:time} không còn được cam kết ({by:name}). Những gì đã ghi nhận vẫn giữ nguyên.",
		EN: "{target:name}: not promised any more from {ended:time} on ({by:name}). What was recorded before stays.",
	})
	// CodeGoesOn: a further part of a promise, after the case was reopened or promised again.
	CodeGoesOn = care.NewCode("sla.goes_on", "", care.Text{
		VI: "{target:name}: đồng hồ chạy tiếp từ {started:time}; thời gian ở giữa không tính.",
		EN: "{target:name}: the clock runs on from {started:time}; the time in between does not count.",
	})
	// CodeSuperseded: a reopened case started the clock again.
	CodeSuperseded = care.NewCode("sla.superseded", "", care.Text{
		VI: "{target:name}: yêu cầu đã mở lại và đồng hồ tính lại từ đầu, nên lần xong lúc {ended:time} không tính là đúng hẹn.",
		EN: "{target:name}: the case was reopened and its clock started again, so what was done at {ended:time} does not count as kept.",
	})
)

// What stopped and moved clocks.
var (
	// CodeHeld: a pause that is over.
	CodeHeld = care.NewCode("sla.held", "", care.Text{
		VI: "Tạm dừng vì “{reason:text}” từ {from:time} đến {until:time}: {working:span} không tính.",
		EN: "Paused for “{reason:text}” from {from:time} to {until:time}: {working:span} do not count.",
	})
	// CodeHeldInAll: how much of a clock's time the pauses took, each moment once.
	CodeHeldInAll = care.NewCode("sla.held_in_all", "", care.Text{
		VI: "{target:name}: các lần tạm dừng lấy đi tổng cộng {held:span}, phần trùng nhau chỉ tính một lần.",
		EN: "{target:name}: its pauses took {held:span} in all, what overlaps counted once.",
	})
	// CodeHeldOutsideHours: a pause that took no working time.
	CodeHeldOutsideHours = care.NewCode("sla.held_outside_hours", "", care.Text{
		VI: "Tạm dừng vì “{reason:text}” từ {from:time} đến {until:time}: toàn ngoài giờ làm việc, nên không đổi hạn chót theo giờ làm việc.",
		EN: "Paused for “{reason:text}” from {from:time} to {until:time}: all outside working hours, so no due time in working hours moves.",
	})
	// CodeHolding: a pause that lasts.
	CodeHolding = care.NewCode("sla.holding", "", care.Text{
		VI: "Đang tạm dừng vì “{reason:text}” từ {from:time}.",
		EN: "Paused for “{reason:text}” since {from:time}.",
	})
	// CodeHeldIdle: a pause that stopped no clock.
	CodeHeldIdle = care.NewCode("sla.held_idle", "", care.Text{
		VI: "Lý do tạm dừng “{reason:text}” từ {from:time} không làm đồng hồ nào dừng, theo thỏa thuận.",
		EN: "The pause for “{reason:text}” from {from:time} stops no clock, by the agreement.",
	})
	// CodeLevelReached: a warning or escalation level was reached.
	CodeLevelReached = care.NewCode("sla.level_reached", "", care.Text{
		VI: "{target:name}: đến mức báo “{level:text}” lúc {at:time}.",
		EN: "{target:name}: reached the level “{level:text}” at {at:time}.",
	})
	// CodeMoved: another time holds, and what was used up stays used up.
	CodeMoved = care.NewCode("sla.moved", "", care.Text{
		VI: "{target:name}: từ {at:time} ({by:name}) thời hạn là {after:span} thay cho {before:span}; thời gian đã dùng được giữ nguyên.",
		EN: "{target:name}: from {at:time} ({by:name}) the time is {after:span} instead of {before:span}; what was used up stays used up.",
	})
	// CodeUsedUp: the new time was used up already.
	CodeUsedUp = care.NewCode("sla.used_up", "", care.Text{
		VI: "{target:name}: lúc {at:time} ({by:name}) thời hạn đổi từ {before:span} thành {after:span}, vốn đã dùng hết; hạn chót là chính lúc đổi, không trễ ngược về trước.",
		EN: "{target:name}: at {at:time} ({by:name}) the time changed from {before:span} to {after:span}, which was used up already; it is due at the change, not before.",
	})
	// CodeBackdated: the new time counts from the start, and was used up.
	CodeBackdated = care.NewCode("sla.backdated", "", care.Text{
		VI: "{target:name}: lúc {at:time} ({by:name}) thời hạn đổi từ {before:span} thành {after:span}, có hiệu lực từ đầu theo yêu cầu, nên hạn chót đã qua.",
		EN: "{target:name}: at {at:time} ({by:name}) the time changed from {before:span} to {after:span}, by request from the start, so its due time had passed.",
	})
	// CodeKept: the due time was honoured under another plan.
	CodeKept = care.NewCode("sla.kept", "", care.Text{
		VI: "{target:name}: lúc {at:time} cam kết được lập lại, nhưng hạn chót đã hứa được giữ nguyên.",
		EN: "{target:name}: the case was promised anew at {at:time}, but the due time already given is kept.",
	})
	// CodeTooLate: the due time had passed, so nothing moves it.
	CodeTooLate = care.NewCode("sla.too_late", "", care.Text{
		VI: "{target:name}: thay đổi lúc {at:time} ({by:name}) không dời hạn chót, vì hạn chót đã qua.",
		EN: "{target:name}: the change at {at:time} ({by:name}) does not move the due time, which had passed.",
	})
	// CodeDropped: it is not promised any more.
	CodeDropped = care.NewCode("sla.dropped", "", care.Text{
		VI: "{target:name}: từ {at:time} ({by:name}) không còn được cam kết.",
		EN: "{target:name}: not promised any more from {at:time} on ({by:name}).",
	})
	// CodeAdded: it is promised from now on.
	CodeAdded = care.NewCode("sla.added", "", care.Text{
		VI: "{target:name}: được cam kết từ {at:time} ({by:name}) trong {after:span}.",
		EN: "{target:name}: promised from {at:time} on ({by:name}), within {after:span}.",
	})
	// CodeIgnored: an event had no effect.
	CodeIgnored = care.NewCode("sla.ignored", "", care.Text{
		VI: "Sự kiện “{kind:name}” lúc {at:time} không có tác dụng: {why:name}.",
		EN: "The event “{kind:name}” at {at:time} had no effect: {why:name}.",
	})
)

// Whether a goal was met.
var (
	// CodeGoalMet: the true share is above the goal.
	CodeGoalMet = care.NewCode("sla.goal_met", "", care.Text{
		VI: "Đạt mục tiêu {goal:int}% cho “{target:name}” từ {from:date} đến {to:date}: đúng hẹn {kept:int} trên {of:int}, đủ để kết luận.",
		EN: "The goal of {goal:int} % for “{target:name}” from {from:date} to {to:date} was met: {kept:int} of {of:int} were kept, which is proof enough.",
	})
	// CodeGoalMissed: the true share is below the goal.
	CodeGoalMissed = care.NewCode("sla.goal_missed", "", care.Text{
		VI: "Không đạt mục tiêu {goal:int}% cho “{target:name}” từ {from:date} đến {to:date}: chỉ đúng hẹn {kept:int} trên {of:int}, không thể chỉ do ngẫu nhiên.",
		EN: "The goal of {goal:int} % for “{target:name}” from {from:date} to {to:date} was missed: only {kept:int} of {of:int} were kept, more than bad luck explains.",
	})
	// CodeGoalInconclusive: too few cases to tell.
	CodeGoalInconclusive = care.NewCode("sla.goal_inconclusive", "", care.Text{
		VI: "Chưa kết luận được về mục tiêu {goal:int}% cho “{target:name}” từ {from:date} đến {to:date}: đúng hẹn {kept:int} trên {of:int}, còn quá ít hoặc quá sát.",
		EN: "It cannot be told whether the goal of {goal:int} % for “{target:name}” from {from:date} to {to:date} was met: {kept:int} of {of:int} were kept, too few or too close.",
	})
	// CodeGoalNothing: nothing was kept or broken.
	CodeGoalNothing = care.NewCode("sla.goal_nothing", "", care.Text{
		VI: "Từ {from:date} đến {to:date} chưa có cam kết “{target:name}” nào đến hạn, nên chưa xét được mục tiêu {goal:int}% (đúng hẹn {kept:int} trên {of:int}).",
		EN: "From {from:date} to {to:date} no promise of “{target:name}” was kept or broken, so the goal of {goal:int} % is not judged ({kept:int} of {of:int}).",
	})
)

// Why an agreement was picked.
var (
	// CodeByCustomer: it names the customer.
	CodeByCustomer = care.NewCode("sla.by_customer", "", care.Text{
		VI: "Áp dụng thỏa thuận “{agreement:name}”, bản {edition:int}, vì thỏa thuận này nêu đích danh khách hàng; giờ làm việc theo lịch {calendar:text}.",
		EN: "The agreement “{agreement:name}”, edition {edition:int}, holds because it names the customer; working hours are those of {calendar:text}.",
	})
	// CodeBySegment: it names the segment, and none names the customer.
	CodeBySegment = care.NewCode("sla.by_segment", "", care.Text{
		VI: "Áp dụng thỏa thuận “{agreement:name}”, bản {edition:int}, vì khách hàng thuộc phân khúc của thỏa thuận này; giờ làm việc theo lịch {calendar:text}.",
		EN: "The agreement “{agreement:name}”, edition {edition:int}, holds because it is for the customer's segment; working hours are those of {calendar:text}.",
	})
	// CodeByChannelTopic: it names the channel or the topic, and none names the customer or the segment.
	CodeByChannelTopic = care.NewCode("sla.by_channel_topic", "", care.Text{
		VI: "Áp dụng thỏa thuận “{agreement:name}”, bản {edition:int}, vì đúng kênh hoặc chủ đề của yêu cầu; giờ làm việc theo lịch {calendar:text}.",
		EN: "The agreement “{agreement:name}”, edition {edition:int}, holds because it is for the channel or topic of the case; working hours are those of {calendar:text}.",
	})
	// CodeByDefault: nothing more specific fits.
	CodeByDefault = care.NewCode("sla.by_default", "", care.Text{
		VI: "Áp dụng thỏa thuận chung “{agreement:name}”, bản {edition:int}, vì không có thỏa thuận riêng; giờ làm việc theo lịch {calendar:text}.",
		EN: "The default agreement “{agreement:name}”, edition {edition:int}, holds because there is none of its own; working hours are those of {calendar:text}.",
	})
	// CodePassedOver: these fit too, but are less specific.
	CodePassedOver = care.NewCode("sla.passed_over", "", care.Text{
		VI: "Cũng phù hợp nhưng chung hơn nên không dùng: {others:list}.",
		EN: "These fit too, but are less specific: {others:list}.",
	})
	// CodeNoAgreement: none fits.
	CodeNoAgreement = care.NewCode("sla.no_agreement", "", care.Text{
		VI: "Lúc {at:time} không có thỏa thuận nào phù hợp, nên không có cam kết thời gian. Hãy đặt một thỏa thuận chung.",
		EN: "No agreement fitted at {at:time}, so no time is promised. Set up a default agreement.",
	})
	// CodeNoCalendar: no edition of the calendar applied yet.
	CodeNoCalendar = care.NewCode("sla.no_calendar", "", care.Text{
		VI: "Lịch “{calendar:text}” chưa có bản nào áp dụng lúc {at:time}, nên không có cam kết thời gian. Hãy bổ sung lịch cho thời gian đó.",
		EN: "No edition of the calendar “{calendar:text}” applied at {at:time}, so no time is promised. Add one for that time.",
	})
)

// What is wrong with an agreement.
var (
	// CodeEdition: an edition is less than 1.
	CodeEdition = care.NewCode("sla.edition", "", care.Text{
		VI: "Số bản phải từ 1 trở lên. Hãy đánh số 1, 2, 3…",
		EN: "An edition is 1 or more. Number them 1, 2, 3…",
	})
	// CodeEditionTwice: an edition is there twice.
	CodeEditionTwice = care.NewCode("sla.edition_twice", "", care.Text{
		VI: "“{code:text}” có hai bản số {edition:int}. Một bản đã ban hành thì không sửa: hãy đánh số mới.",
		EN: "There are two of “{code:text}”, edition {edition:int}. An edition is not changed: give the new one a new number.",
	})
	// CodeTie: two agreements fit some case equally well.
	CodeTie = care.NewCode("sla.tie", "", care.Text{
		VI: "Từ {from:time}, “{first:text}” và “{second:text}” cùng áp dụng được cho một yêu cầu mà không bên nào cụ thể hơn. Hãy sửa phạm vi hoặc thời gian hiệu lực, hoặc thêm thỏa thuận cụ thể hơn.",
		EN: "From {from:time}, “{first:text}” and “{second:text}” fit some case equally well. Change the scope or the validity of one, or add one that is more specific.",
	})
	// CodeValidity: it ends before it begins.
	CodeValidity = care.NewCode("sla.validity", "", care.Text{
		VI: "Thời gian hiệu lực kết thúc lúc {until:time}, không sau lúc bắt đầu {from:time}. Hãy sửa một trong hai.",
		EN: "It ends at {until:time}, which is not after it begins at {from:time}. Correct one of them.",
	})
	// CodeTwice: two things have one code.
	CodeTwice = care.NewCode("sla.twice", "", care.Text{
		VI: "Mã “{code:text}” bị dùng hai lần. Hãy đổi một mã.",
		EN: "The code “{code:text}” is there twice. Rename one.",
	})
	// CodeAfter: After is given for a target that the case itself starts.
	CodeAfter = care.NewCode("sla.after", "", care.Text{
		VI: "Chỉ mốc riêng mới bắt đầu sau một mốc khác. Hãy bỏ trống, hoặc dùng mã khác.",
		EN: "Only a milestone of your own starts after another milestone. Leave it empty, or use another code.",
	})
	// CodeLanding: where a promise of working dates ends is not known.
	CodeLanding = care.NewCode("sla.landing", "", care.Text{
		VI: "Cách tính hạn theo ngày làm việc không có trong danh sách. Hãy bỏ trống hoặc dùng giá trị của gói calendar.",
		EN: "This way to count working dates is not known. Leave it empty, or use one of the calendar package's.",
	})
	// CodeSpan: a time is too long, or not in whole seconds.
	CodeSpan = care.NewCode("sla.span", "", care.Text{
		VI: "Thời hạn phải tính bằng giây chẵn và không quá mười năm. Hãy kiểm tra lại.",
		EN: "A time is in whole seconds and at most ten years. Check it.",
	})
	// CodeTermTwice: two terms are for the same cases.
	CodeTermTwice = care.NewCode("sla.term_twice", "", care.Text{
		VI: "Có hai thời hạn cho cùng mức ưu tiên “{priority:text}” và nhóm “{team:text}”. Hãy bỏ một.",
		EN: "There are two times for the priority “{priority:text}” and the team “{team:text}”. Remove one.",
	})
	// CodeTermTie: two terms are equally specific for some cases.
	CodeTermTie = care.NewCode("sla.term_tie", "", care.Text{
		VI: "Với mức ưu tiên “{priority:text}” ở nhóm “{team:text}”, hai thời hạn cùng áp dụng được. Hãy thêm thời hạn cho riêng trường hợp này.",
		EN: "For the priority “{priority:text}” in the team “{team:text}” two times fit equally. Add one for just that.",
	})
	// CodeLevel: a level says neither or both of percent and before.
	CodeLevel = care.NewCode("sla.level", "", care.Text{
		VI: "Mỗi mức báo cần đúng một trong hai: tỉ lệ từ 1 đến 1000 phần trăm, hoặc thời gian trước hạn chót (giờ làm việc hoặc giờ thường).",
		EN: "A level needs exactly one of two: a share of 1 to 1000 percent, or a time before the due time (working or wall).",
	})
	// CodeLevelDates: a share of working dates.
	CodeLevelDates = care.NewCode("sla.level_dates", "", care.Text{
		VI: "Cam kết theo ngày làm việc không có tỉ lệ thời gian. Hãy đặt mức báo trước hạn chót.",
		EN: "A promise of working dates has no share of time. Give the level a time before the due time.",
	})
	// CodeLevelEarly: a level lies before the start of its clock.
	CodeLevelEarly = care.NewCode("sla.level_early", "", care.Text{
		VI: "Mức báo {before:span} trước hạn chót nằm trước lúc bắt đầu, vì thời hạn chỉ là {within:span}. Hãy rút ngắn.",
		EN: "A level {before:span} before the due time lies before the start, since the time is only {within:span}. Shorten it.",
	})
	// CodeNoTarget: a goal names no target of the agreement.
	CodeNoTarget = care.NewCode("sla.no_target", "", care.Text{
		VI: "Thỏa thuận không có cam kết “{target:text}”. Hãy thêm vào hoặc sửa mục tiêu.",
		EN: "The agreement does not promise “{target:text}”. Add it, or correct the goal.",
	})
	// CodePercent: a goal is not 1 to 100 percent.
	CodePercent = care.NewCode("sla.percent", "", care.Text{
		VI: "Mục tiêu phải từ 1 đến 100 phần trăm.",
		EN: "A goal is 1 to 100 percent.",
	})
	// CodeCalendar: the calendar is missing or another one.
	CodeCalendar = care.NewCode("sla.calendar", "", care.Text{
		VI: "Thỏa thuận cần lịch làm việc “{calendar:text}”, có số bản từ 1 trở lên, nhưng không được cung cấp.",
		EN: "The agreement needs the calendar “{calendar:text}”, with an edition of 1 or more, and was not given it.",
	})
)

// Codes returns all codes of this package, for lists and for tests.
func Codes() []*care.Code {
	return []*care.Code{
		CodeNothing, CodeNotOpened, CodeStarted, CodeStartsAtOpening, CodeDue, CodeDueNow, CodePaused, CodeOverdue, CodeMet, CodeMetAtDue, CodeMetOnDate, CodeLate,
		CodeLateWorking, CodeLateOutsideHours, CodeByResolution, CodeCancelled, CodeGoesOn, CodeSuperseded,
		CodeHeld, CodeHeldInAll, CodeHeldOutsideHours, CodeHolding, CodeHeldIdle, CodeLevelReached, CodeMoved, CodeUsedUp, CodeBackdated, CodeKept, CodeTooLate,
		CodeDropped, CodeAdded, CodeIgnored,
		CodeByCustomer, CodeBySegment, CodeByChannelTopic, CodeByDefault, CodePassedOver, CodeNoAgreement, CodeNoCalendar,
		CodeGoalMet, CodeGoalMissed, CodeGoalInconclusive, CodeGoalNothing,
		CodeEdition, CodeEditionTwice, CodeTie, CodeValidity, CodeTwice, CodeAfter, CodeLanding, CodeSpan, CodeTermTwice, CodeTermTie, CodeLevel, CodeLevelDates, CodeLevelEarly,
		CodeNoTarget, CodePercent, CodeCalendar,
	}
}
