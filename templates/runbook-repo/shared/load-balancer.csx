// How a host leaves the load balancer: it stops answering for its health as long as this file is there.
StepBuilder OutOfTheLoadBalancer(string host) =>
    Step("Out of the load balancer")
        .Run(Temporarily(Ssh.Host(host).WriteFile("/srv/health/drained", "restart\n")));
