package services

import "strconv"

// file adds what the door has stored to the files already there; "op" remove with "row" takes one away again. "later" is
// an answer by itself: nobody is held up because they cannot send a picture.
func (r *reading) file() (Value, Problems) {
	v := Value{Files: append([]FileRef(nil), r.prev.Files...)}
	if r.in.Get("op") == "remove" {
		if i, err := strconv.Atoi(r.in.Get("row")); err == nil && i >= 0 && i < len(v.Files) {
			v.Files = append(v.Files[:i], v.Files[i+1:]...)
		}
		return v, nil
	}
	for _, f := range r.in.Files {
		if f.Kind == "" && len(r.q.Accept) == 1 {
			f.Kind = r.q.Accept[0]
		}
		if f.Kind != "" && len(r.q.Accept) > 0 && !contains(r.q.Accept, f.Kind) {
			return Value{}, r.wrong("not-a-choice", "kind")
		}
		v.Files = addFile(v.Files, f)
	}
	if len(v.Files) > r.q.Limit() {
		return Value{}, r.wrong("too-many", "", "max", r.q.Limit())
	}
	switch {
	case len(r.in.Files) > 0:
		return v, nil
	case r.q.Optional && len(v.Files) == 0 && (r.in.Get("skip") == "yes" || r.free() && skipWords[fold(r.in.Text)]):
		return Value{Skipped: true}, nil
	case r.later():
		v.Later = true
		return v, nil
	case !r.in.blank(File):
	case len(v.Files) > 0: // going on with what is there
		return v, nil
	case r.prev.Later:
		return Value{Later: true}, nil
	case r.q.Optional:
		return Value{Skipped: true}, nil
	}
	return Value{}, r.wrong("file-required", "")
}

func (r *reading) later() bool {
	return r.in.Get("later") == "yes" || r.free() && laterWords[fold(r.in.Text)]
}

// addFile keeps a file once, with what was last said about it.
func addFile(files []FileRef, f FileRef) []FileRef {
	for i := range files {
		if files[i].ID == f.ID && f.ID != 0 {
			files[i] = f
			return files
		}
	}
	return append(files, f)
}
