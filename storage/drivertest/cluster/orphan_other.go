//go:build !linux

package cluster

import "syscall"

// notOrphaned leaves a server alone that outlives this process: only Linux can tell it.
func notOrphaned(as syscall.SysProcAttr) *syscall.SysProcAttr { return &as }
