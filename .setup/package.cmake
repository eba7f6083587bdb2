# The Debian package that ./run --package makes: what is installed where, and what CPack is told. Included by
# CMakeLists.txt; plain builds are not changed by it.
set(package_dir ${CMAKE_SOURCE_DIR}/.setup/package)
set(package_out ${CMAKE_BINARY_DIR}/package)
set(package_revision 1)

install(TARGETS anjungan RUNTIME DESTINATION usr/bin)
install(DIRECTORY assets/ DESTINATION usr/share/anjungan/assets)
install(DIRECTORY config/centers DESTINATION etc/anjungan)
install(FILES ${package_dir}/anjungan.default DESTINATION etc/default RENAME anjungan)
install(FILES ${package_dir}/anjungan.service ${package_dir}/anjungan-wall@.service
              ${package_dir}/anjungan-x@.service DESTINATION lib/systemd/system)
install(FILES ${package_dir}/anjungan-x@seat0.conf DESTINATION lib/systemd/system/anjungan-x@seat0.service.d
        RENAME vt.conf)
install(PROGRAMS ${package_dir}/wall DESTINATION usr/lib/anjungan)
install(FILES ${package_dir}/lintian DESTINATION usr/share/lintian/overrides RENAME anjungan)

# Fonts belong to their own packages; the program finds them beside its assets.
install(CODE "set(fonts \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/usr/share/anjungan/assets/fonts\")
file(MAKE_DIRECTORY \"\${fonts}\")
foreach(font ${INTER_DIR}/Inter-Regular.otf ${INTER_DIR}/Inter-Medium.otf ${INTER_DIR}/Inter-Bold.otf
        ${ICONS_DIR}/MaterialIcons-Regular.ttf)
  get_filename_component(name \${font} NAME)
  string(REPLACE /usr/share/ ../../../ link \${font})
  file(CREATE_LINK \${link} \"\${fonts}/\${name}\" SYMBOLIC)
endforeach()")

# Compressed without a time of its own, so that the same tree makes the same file.
function(package_gzip input output)
  add_custom_command(OUTPUT ${package_out}/${output} DEPENDS ${input} VERBATIM
    COMMAND sh -c "mkdir -p '${package_out}' && gzip -9nc '${input}' > '${package_out}/${output}'")
  set(package_docs ${package_docs} ${package_out}/${output} PARENT_SCOPE)
endfunction()
configure_file(${package_dir}/changelog.in ${package_out}/changelog @ONLY)
package_gzip(${package_out}/changelog changelog.Debian.gz)
package_gzip(${CMAKE_SOURCE_DIR}/CHANGELOG.md changelog.gz)
package_gzip(${package_dir}/anjungan.1 anjungan.1.gz)
add_custom_target(package_docs ALL DEPENDS ${package_docs})
install(FILES ${package_out}/changelog.Debian.gz ${package_out}/changelog.gz ${package_dir}/copyright README.md
        DESTINATION usr/share/doc/anjungan)
install(FILES ${package_out}/anjungan.1.gz DESTINATION usr/share/man/man1)

# What an operator may edit: kept over updates, asked about where both sides changed.
file(GLOB_RECURSE package_centers RELATIVE ${CMAKE_SOURCE_DIR}/config CONFIGURE_DEPENDS config/centers/*)
set(conffiles /etc/default/anjungan)
foreach(file ${package_centers})
  list(APPEND conffiles /etc/anjungan/${file})
endforeach()
string(REPLACE ";" "\n" conffiles "${conffiles}")
file(WRITE ${package_out}/conffiles "${conffiles}\n")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME anjungan)
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${package_revision})
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Anjungan maintainers <maintainers@anjungan.invalid>")
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "monitoring center of a regency: agencies' systems on a wall")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Pusat pantau kabupaten: membaca sistem perangkat daerah, menyimpan yang
dikatakannya, dan menggambarnya langsung di dinding layar, setiap angka
dengan umurnya.
.
Reads the systems of a regency's agencies, keeps what they say and draws it
live on a wall of screens, every number with its age. The service anjungan
runs a center without a display, anjungan-wall@seat0 one on a screen.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "fonts-inter, fonts-material-design-icons-iconfont, libgl1-mesa-dri, libegl1, libgl1, adduser, init-system-helpers (>= 1.54)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
  "xserver-xorg-core, xserver-xorg-input-libinput, libpam-systemd, kbd, prometheus-node-exporter, odbc-postgresql, odbc-mariadb, tdsodbc")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${package_out}/conffiles ${package_dir}/postinst ${package_dir}/prerm
  ${package_dir}/postrm)
include(CPack)
