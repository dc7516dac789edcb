package services

// Guarded says whether an answer is one that nobody else may come to read in passing: what is private, what wants proof, and a
// number that money or an identity hangs on. Of rows, ask each field: see anyGuarded.
func (q *Question) Guarded() bool {
	switch q.Kind {
	case NINO, NHSNumber, UTR, Bank:
		return true
	default:
		return q.Private || q.Proof
	}
}

// anyGuarded says whether q is guarded or has a field that is.
func (q *Question) anyGuarded() bool {
	for i := range q.Fields {
		if q.Fields[i].Guarded() {
			return true
		}
	}
	return q.Guarded()
}
