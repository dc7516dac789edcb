package services

import "slices"

// Refitted is what becomes of a draft's answers in a newer version of its service.
type Refitted struct {
	Kept    Answers  // as they stand now, also those of questions that these answers do not lead to
	Again   []string // questions that were answered and are asked again, in the order of the newer version
	Dropped []string // questions that the newer version does not have, in the order of the older
	New     []string // questions that are asked now and the older version did not have
}

// Refit carries answers from one version of a service to another. An answer stays where the question of the same id is of the
// same kind and, read by the newer version, the answer is whole and keeps its rules; whatever was agreed to is agreed to
// again, because its wording may differ. Nothing is guessed: what does not fit is asked again.
func Refit(from, to *Service, a Answers, today Day) Refitted {
	r := Refitted{Kept: Answers{}}
	for _, step := range from.Steps {
		q := step.Question
		if q == nil {
			continue
		}
		v, given := a[q.ID]
		now := to.byID[q.ID]
		switch {
		case !given:
		case now == nil:
			r.Dropped = append(r.Dropped, q.ID)
		case to.fitsStill(q, now, v, today):
			r.Kept[q.ID] = v
		default:
			r.Again = append(r.Again, q.ID)
		}
	}
	slices.SortFunc(r.Again, func(x, y string) int { return to.byID[x].at - to.byID[y].at })
	for _, q := range to.Path(r.Kept, today) {
		if from.byID[q.ID] == nil {
			r.New = append(r.New, q.ID)
		}
	}
	return r
}

// fitsStill says whether an answer to was means the same as an answer to now. Options that hang on other answers are held
// against the rules when the draft is checked, as ever.
func (s *Service) fitsStill(was, now *Question, v Value, today Day) bool {
	switch {
	case was.Kind != now.Kind:
		return false
	case v.Parked, now.Kind == List && !v.Done: // on its way, and carries on being so
		return rowsFit(was, now)
	case now.Kind == Declaration || now.Kind == Signature:
		return false
	case !now.Complete(v) || !rowsFit(was, now):
		return false
	}
	return len(s.valid(now, v, all(now), today)) == 0
}

// rowsFit says that every field of now is one of was, of the same kind: else rows would lack an answer or hold one that
// nobody reads.
func rowsFit(was, now *Question) bool {
	if len(was.Fields) != len(now.Fields) {
		return false
	}
	for i := range now.Fields {
		f := was.field(now.Fields[i].ID)
		if f == nil || f.Kind != now.Fields[i].Kind {
			return false
		}
	}
	return true
}
