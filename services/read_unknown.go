package services

// putOff reads what is no answer and yet lets somebody go on: "come back to it" and "I don't know". Rows and files that were
// given before stay with what is put off.
func (r *reading) putOff() (v Value, wrong Problems, said bool) {
	kept := Value{Rows: r.prev.Rows, Files: r.prev.Files, Parked: true}
	switch {
	case r.in.Get("park") == "yes":
		return kept, nil, true
	case r.in.Get("unknown") == "yes" && r.q.Unknown, r.q.Unknown && r.saysUnknown():
		return Value{Unknown: true}, nil, true
	case r.in.Get("unknown") == "yes":
		kept.Unknown = true
		return kept, nil, true
	case !r.q.Optional && r.saysUnknown():
		return Value{}, r.wrong("unknown-not-taken", ""), true
	}
	return Value{}, nil, false
}

// saysUnknown says whether somebody wrote that they do not know. In a list or about a person that is said of the field at
// hand, but for the first, where it may be said of all of it.
func (r *reading) saysUnknown() bool {
	if !r.free() || !unknownWords[fold(r.in.Text)] {
		return false
	}
	switch r.q.Kind {
	case YesNo, Choice, Choices:
		return len(r.matches(r.in.Text)) == 0
	case List, Somebody:
		return r.q.Unknown && len(r.prev.Rows) == 0 && !r.q.Fields[0].Unknown
	case Declaration, Signature, Info:
		return false
	default:
		return true
	}
}
