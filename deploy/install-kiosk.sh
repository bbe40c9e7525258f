#!/bin/sh
# Makes a bare Debian 12 one screen of the hall. Run as root in a copy of deploy/; again to update.
#   sh install-kiosk.sh http://192.168.10.2 kiosk-55-landscape lobby-1
# The screens' token is asked for (or taken from HUB_SCREEN_TOKEN); empty = this screen does not report.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }
[ $# = 3 ] || { echo "Say server, profile and name: sh install-kiosk.sh http://192.168.10.2 kiosk-55-landscape lobby-1" >&2; exit 1; }
server=${1%/}
case $server in http://*|https://*) ;; *) echo "The server's address begins with http:// or https://" >&2; exit 1 ;; esac
case $2$3 in *[!a-z0-9-]*) echo "Profile and name hold small letters, digits and - only." >&2; exit 1 ;; esac
if [ -z "${HUB_SCREEN_TOKEN+set}" ]; then
    printf "The screens' token (HUB_SCREEN_TOKEN of the server; empty = none): "
    read -r HUB_SCREEN_TOKEN
fi
case $HUB_SCREEN_TOKEN in *[!A-Za-z0-9._~-]*) echo "The token holds a character that cannot stand in an address." >&2; exit 1 ;; esac

echo "Installing packages ..."
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends cage chromium curl ca-certificates libpam-systemd dbus \
    fonts-noto-cjk unattended-upgrades >/dev/null

getent passwd kiosk >/dev/null || useradd --system --home-dir /var/lib/taoyuan-kiosk --shell /usr/sbin/nologin kiosk
for group in video input render; do
    if getent group "$group" >/dev/null; then usermod -aG "$group" kiosk; fi
done
mkdir -p /opt/taoyuan-kiosk /etc/taoyuan /etc/chromium/policies/managed
install -m 755 "$here/kiosk/start" /opt/taoyuan-kiosk/start
install -m 644 "$here/README.md" /opt/taoyuan-kiosk/README.md
install -m 644 "$here/kiosk/pam" /etc/pam.d/taoyuan-kiosk
sed "s|@SERVER@|$server|" "$here/kiosk/policy.json" > /etc/chromium/policies/managed/taoyuan.json

options=
if [ -f /etc/taoyuan/kiosk.env ]; then options=$(sed -n 's/^CAGE_OPTIONS=//p' /etc/taoyuan/kiosk.env); fi
umask 077
cat > /etc/taoyuan/kiosk.env <<END
KIOSK_SERVER=$server
KIOSK_PROFILE=$2
KIOSK_SCREEN=$3
HUB_SCREEN_TOKEN=$HUB_SCREEN_TOKEN
CAGE_OPTIONS=$options
END
umask 022

install -m 644 "$here/systemd/taoyuan-kiosk.service" "$here/systemd/taoyuan-nightly.service" "$here/systemd/taoyuan-nightly.timer" \
    /etc/systemd/system/
# Nobody reaches a login, a console or the power menu by keyboard.
mkdir -p /etc/systemd/logind.conf.d
printf '[Login]\nNAutoVTs=0\nReserveVT=0\nHandlePowerKey=ignore\n' > /etc/systemd/logind.conf.d/taoyuan-kiosk.conf
systemctl mask -q ctrl-alt-del.target
systemctl daemon-reload
systemctl set-default -q graphical.target
systemctl enable -q taoyuan-kiosk.service taoyuan-nightly.timer
systemctl start taoyuan-nightly.timer
echo "Reboot to begin. A panel that stands upright: CAGE_OPTIONS=-r in /etc/taoyuan/kiosk.env"
