// Package feedback is the way back from the customer: what was asked and answered, which shortcoming it shows, what was done about it and whether that
// helped.
//
// A [Survey] is published in editions ([Service.Publish]). When something ends, a delivery or a case, the host invites ([Service.Invite]); rules against
// asking too often hold across all channels ([Fatigue]). Answers are idempotent ([Service.Answer]). What is kept for reports are [Counts]: how many were asked, how
// many dismissed the question, and how many chose each point of the scale, for each segment, channel, place, product and person. Scores are read off counts,
// never stored, always with an interval and with how many answers they rest on: [Counts.Score]. Without answers there is no score, neither 0 nor 100.
//
// A [Finding] is a shortcoming that somebody, or a detector of feedback/detect, noticed. It has actions with owners and due dates, and is closed by evidence
// alone: by later data that the detector accepts ([Service.Check]).
//
// After a failure, [Allow] says what may be offered to the customer, and [Service.Offer] keeps it within caps per customer and a budget that is not overspent
// however many counters offer at once.
//
// [Weights.Importance] tells which of product, convenience and people decides; [Kindness] says where friendly people hide a product that fails.
// [FirstContacts], [Cohorts] and [Loops] count by those who have had the time, never by those who happened to come up.
//
// Evidence that closes a finding is weighed observation by observation, as a day's mean says little about rare failures. It takes failures to come one by one; where a
// bad day makes many at once, let the check run for some weeks longer than it asks for.
//
// An unhappy answer makes a [FollowUp]: who took it up, whether the customer was told in the working days that the law gives, what the cause was, and whether the
// customer was content the next time; [Closures] counts them by month. Complaints are cases of care/desk; the root package opens one for each unhappy answer.
// What a single customer expects and prefers is a [Wish], with how often it was met. [Service.CountDemand] keeps how often anything is asked for, whoever counts
// it, and [Service.JudgeDemand] says each day what has changed.
package feedback
