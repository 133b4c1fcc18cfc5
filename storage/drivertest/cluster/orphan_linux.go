package cluster

import "syscall"

// notOrphaned ends the server when the thread that started it ends, as it does with this process, however that ends.
func notOrphaned(as syscall.SysProcAttr) *syscall.SysProcAttr {
	as.Pdeathsig = syscall.SIGQUIT
	return &as
}
