//go:build !linux

package main

// forget cannot make this system drop what it keeps of files in memory: what is called cold is a new server only.
func forget(string) (how string, err error) { return "restarted only", nil }
