package services

import "maps"

// somebody reads the details of one person: all the fields that a page sends, or in writing the field at hand.
func (r *reading) somebody() (Value, Problems) {
	v := Value{}
	if len(r.prev.Rows) > 0 { // cells are replaced, never changed in place
		v.Rows = []Row{maps.Clone(r.prev.Rows[0])}
	}
	switch {
	case r.in.Get("skip") == "yes":
		return r.skip()
	case r.free():
		return r.converseAbout(v)
	case !r.filled() && r.q.Optional:
		return Value{Skipped: true}, nil
	}
	v, wrong := r.put(v, 0)
	v.Done = len(wrong) == 0
	return v, wrong
}

// converseAbout takes what somebody wrote for the first field without an answer; of a person who is complete everything is
// asked again.
func (r *reading) converseAbout(v Value) (Value, Problems) {
	f, _, _ := r.q.Pending(&v)
	if f == nil {
		f, v.Rows = &r.q.Fields[0], nil
	}
	if len(v.Rows) == 0 {
		word := fold(r.in.Text)
		if r.q.Optional && (skipWords[word] || isNo(word)) {
			return Value{Skipped: true}, nil
		}
		v.Rows = []Row{{}}
	}
	cell, wrong := r.field(f, Input{Text: r.in.Text, Lang: r.in.Lang})
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	v.Rows[0][f.ID] = cell
	v.Done = r.q.gap(v.Rows[0]) == nil
	return v, nil
}
