package enquiry

import "github.com/chamsoc/chamsoc/care"

func (f Facts) shipments() (Answer, Cause) {
	if len(f.Shipments.Value) == 0 {
		return f.notFound(CauseNothing)
	}
	a := f.answered(f.Shipments.AsOf, f.Shipments.Source)
	a.Shipments = f.Shipments.Value
	for _, s := range a.Shipments {
		if f.Topic == TopicWhereabouts {
			a.Reasons = append(a.Reasons, f.where(s)...)
		} else {
			a.Reasons = append(a.Reasons, f.when(s)...)
		}
	}
	return f.dated(a), ""
}

// when says when the goods will come, or came.
func (f Facts) when(s care.Shipment) (reasons care.Reasons) {
	goods := care.NewFact("goods", label(s))
	switch {
	case !s.DeliveredAt.IsZero():
		return care.Reasons{CodeDelivered.With(goods, care.NewFact("at", s.DeliveredAt.In(f.Zone)))}
	case over(s.Status):
		return care.Reasons{CodeStatus.With(goods, care.NewFact("status", care.NameOf(s.Status)))}
	case s.PlannedFrom.IsZero() && s.PlannedTo.IsZero():
		reasons = care.Reasons{CodeNoPromise.With(goods)}
	case s.PlannedTo.IsZero():
		reasons = care.Reasons{CodePromisedFrom.With(goods, care.NewFact("from", s.PlannedFrom.In(f.Zone)))}
	case f.Asked.After(s.PlannedTo):
		reasons = care.Reasons{CodePromiseBroken.With(goods, care.NewFact("by", s.PlannedTo.In(f.Zone)))}
	case s.PlannedFrom.IsZero():
		reasons = care.Reasons{CodePromisedBy.With(goods, care.NewFact("by", s.PlannedTo.In(f.Zone)))}
	default:
		reasons = care.Reasons{CodePromisedBetween.With(goods, care.NewFact("from", s.PlannedFrom.In(f.Zone)), care.NewFact("by", s.PlannedTo.In(f.Zone)))}
	}
	return append(reasons, attempts(s)...)
}

// where says where the goods are now.
func (f Facts) where(s care.Shipment) (reasons care.Reasons) {
	goods := care.NewFact("goods", label(s))
	if care.IsKnown(s.Status) {
		reasons = append(reasons, CodeStatus.With(goods, care.NewFact("status", care.NameOf(s.Status))))
	} else {
		reasons = append(reasons, CodeStatusUnknown.With(goods, care.NewFact("raw", said(s.Raw))))
	}
	if n := len(s.Events); n > 0 && s.Events[n-1].Place != "" {
		last := s.Events[n-1]
		reasons = append(reasons, CodeLastSeen.With(goods, care.NewFact("at", last.At.In(f.Zone)), care.NewFact("place", last.Place)))
	}
	reasons = append(reasons, attempts(s)...)
	if !s.COD.Amount.IsZero() && s.COD.Status == care.CODPending {
		reasons = append(reasons, CodeCOD.With(goods, care.NewFact("amount", s.COD.Amount)))
	}
	return reasons
}

func attempts(s care.Shipment) care.Reasons {
	switch {
	case s.Attempts == 0 || over(s.Status):
		return nil
	case s.FailReason == "":
		return care.Reasons{CodeAttempts.With(care.NewFact("goods", label(s)), care.NewFact("attempts", s.Attempts))}
	}
	return care.Reasons{CodeAttemptsFailed.With(care.NewFact("goods", label(s)), care.NewFact("attempts", s.Attempts), care.NewFact("why", s.FailReason))}
}

// over reports whether the way of the goods has ended, so that no promise of theirs is open.
func over(s care.ShipmentStatus) bool {
	switch s {
	case care.ShipmentDelivered, care.ShipmentReturning, care.ShipmentReturned, care.ShipmentCancelled, care.ShipmentLost, care.ShipmentDamaged:
		return true
	}
	return false
}

// label is the word by which the asker knows a delivery.
func label(s care.Shipment) string {
	switch {
	case s.TrackingNumber != "":
		return s.TrackingNumber
	case s.Invoice != "":
		return string(s.Invoice)
	}
	return string(s.Ref)
}
